/// What a script can see of a page that is not in its source.
enum PageInspection {
    /// Returns `overflow` (what sticks out of the window), `headings` (number of h1), `lang`, `dir`, `title`, `hasMain`,
    /// `isDark` and `small` (what is too small to be hit: 24 px, for the buttons of an answer 56 px; WCAG 2.2 §2.5.8,
    /// with its exception for links within a line of text).
    static let script = """
        const width = document.documentElement.clientWidth;
        const name = element => element.tagName.toLowerCase() + (element.id ? '#' + element.id : '')
            + (element.classList.length ? '.' + [...element.classList].join('.') : '')
            + ' "' + element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 40) + '"';
        const sticksOut = element => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.right > width + 1 || box.left < -1);
        };
        let overflow = [];
        if (document.documentElement.scrollWidth > window.innerWidth) {
            overflow = [document.documentElement.scrollWidth + ' px in ' + window.innerWidth]
                .concat([...document.querySelectorAll('main *, header *, footer *')].filter(sticksOut).slice(0, 5).map(name));
        }
        const isShown = element => {
            const box = element.getBoundingClientRect();
            const style = getComputedStyle(element);
            return box.width > 2 && box.height > 2 && style.visibility !== 'hidden' && style.clipPath === 'none'
                && box.bottom > 0;
        };
        const isInText = element => element.tagName === 'A' && getComputedStyle(element).display === 'inline'
            && element.parentElement.textContent.trim().length > element.textContent.trim().length;
        const small = [];
        for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
            if (element.type === 'hidden' || element.closest('svg')) continue;
            const isTicked = element.type === 'radio' || element.type === 'checkbox';
            const target = isTicked && element.closest('label') || element;
            if (!isShown(target) || isInText(target)) continue;
            const box = target.getBoundingClientRect();
            const least = element.closest('fieldset.vote') && element.tagName === 'BUTTON' ? 56 : 24;
            // Half a pixel is lost in rounding.
            if (box.height < least - 0.5 || box.width < 23.5)
                small.push(name(target) + ' ' + Math.round(box.width) + '×' + Math.round(box.height));
        }
        const color = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number);
        return {
            overflow: overflow, headings: document.querySelectorAll('h1').length, lang: document.documentElement.lang,
            dir: document.documentElement.dir, title: document.title, hasMain: !!document.querySelector('main#main'),
            isDark: color.length === 3 && color.every(part => part < 100), small: small.slice(0, 8)
        };
        """
}
