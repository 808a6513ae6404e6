/// Texts that a browser takes for something else where a page forgets that they are texts.
enum HostileMarkup {
    /// Stands once in each of them.
    static let mark = "zq7"

    /// In small letters, because addresses are brought into those; short enough for every field.
    static let texts = [
        "<script>alert('zq7')</script>", "\"><img src=x onerror=alert('zq7')>", "' autofocus onfocus='alert(`zq7`)",
        "</textarea></title><svg onload=alert(/zq7/)>", "javascript:alert('zq7')",
        "{{7*7}} {{{frame.title}}} ${7*7} {name} zq7", "<!-- zq7 --!> <b", "&lt;b&gt;zq7&#x3c;i>&amp;lt;",
        "<iframe srcdoc='<script>alert(`zq7`)</script>'>", "<style>*{display:none}</style>zq7",
        "<base href=//evil.example/>zq7", "<meta http-equiv=refresh content='0;url=//evil.example/zq7'>",
        "]]><math><mtext><a xlink:href=javascript:alert(zq7)>",
    ]

    /// The body of a function that looks at the page as it is: what is on it that no template of ours puts there, and
    /// which of the texts stand there as they were written.
    static let inspection = """
        const [mark, texts] = arguments;
        const problems = [];
        const foreign = ['IFRAME', 'FRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'IMG', 'AUDIO', 'VIDEO', 'MATH',
            'TEMPLATE', 'FOREIGNOBJECT', 'ANIMATE', 'SET', 'MARQUEE', 'PORTAL'];
        const addresses = ['href', 'src', 'action', 'formaction', 'xlink:href', 'poster', 'data', 'content'];
        const strings = [document.documentElement.textContent];
        for (const element of document.querySelectorAll('*')) {
            const tag = element.tagName.toUpperCase();
            if (foreign.includes(tag)) problems.push('an element ' + tag);
            if (tag === 'SCRIPT' && (element.textContent || !element.src.startsWith(location.origin + '/assets/')))
                problems.push('a script of somebody else');
            if (tag === 'META' && element.httpEquiv) problems.push('an order to the browser');
            if (tag === 'LINK' && !['icon', 'stylesheet', 'canonical', 'alternate'].includes(element.rel))
                problems.push('a link to a ' + element.rel);
            for (const attribute of element.attributes) {
                const name = attribute.name.toLowerCase();
                if (name.startsWith('on') || name === 'style' || name === 'srcdoc')
                    problems.push(tag + ' with ' + name);
                // Chance may write the mark into a form's token.
                if (name === 'value' && element.name === 'token') continue;
                if (!addresses.includes(name)) strings.push(attribute.value);
                else if (/^\\s*(javascript|vbscript|data):/i.test(attribute.value) && attribute.value !== 'data:,')
                    problems.push(tag + ' leads to ' + attribute.value.slice(0, 60));
            }
            if (tag === 'TEXTAREA') strings.push(element.value);
        }
        let marks = 0, whole = 0;
        const seen = [];
        for (const string of strings) {
            // Part of an address, as it was written in the address, and cut where it was too long.
            if (string.startsWith('%') && texts.some(text => text.startsWith(string))) continue;
            marks += string.split(mark).length - 1;
            for (const text of texts) {
                const count = string.split(text).length - 1;
                whole += count;
                if (count && !seen.includes(text)) seen.push(text);
            }
        }
        if (marks !== whole) {
            const broken = strings.map(string => texts.reduce((rest, text) => rest.split(text).join(''), string))
                .filter(rest => rest.includes(mark))
                .map(rest => rest.slice(Math.max(0, rest.indexOf(mark) - 60), rest.indexOf(mark) + 60));
            problems.push('texts that are not as they were written: ' + JSON.stringify(broken.slice(0, 3)));
        }
        const links = [...document.querySelectorAll('a[href]')].map(link => new URL(link.getAttribute('href'), location.href))
            .filter(address => address.origin === location.origin).map(address => address.pathname + address.search);
        const forms = [...document.forms].map(form => [...form.elements].filter(field => field.tagName === 'TEXTAREA'
            || (field.tagName === 'INPUT' && ['text', 'search', 'password', 'number'].includes(field.type)
                && !field.readOnly)).length);
        return {problems, seen, links, forms};
        """

    /// The body of a function that writes into every text field of a form, as many as it has, and sends it.
    static let writing = """
        const [place, texts, first] = arguments;
        const form = document.forms[place];
        let next = first;
        for (const field of form.elements) {
            const isText = field.tagName === 'TEXTAREA' || (field.tagName === 'INPUT'
                && ['text', 'search', 'password', 'number'].includes(field.type) && !field.readOnly);
            if (!isText) continue;
            field.removeAttribute('maxlength');
            field.value = texts[next++ % texts.length];
        }
        form.noValidate = true;
        window.isBeforeSending = true;
        const button = form.querySelector('button:not([type=button]), input[type=submit]');
        setTimeout(() => form.requestSubmit(button), 0);
        // One without an address is read by the script of its page.
        return form.hasAttribute('action') || form.hasAttribute('method');
        """
}
