// Keys for the moderation queue. Everything they do, the buttons of the page do too.
const queue = document.querySelector('[data-queue]')
const panel = document.querySelector('[data-keys]')
const help = document.querySelector('[data-keys-help]')

if (queue && panel) {
  const box = panel.querySelector('input')
  const rows = [...queue.querySelectorAll('[data-row]')]
  const memory = 'jirga-queue-keys'
  let reasonsOf = null

  const remembered = () => { try { return sessionStorage.getItem(memory) } catch { return null } }
  const remember = (value) => { try { sessionStorage.setItem(memory, value) } catch { /* private window */ } }

  panel.hidden = false
  box.checked = remembered() === 'on'
  help.hidden = !box.checked
  box.addEventListener('change', () => {
    remember(box.checked ? 'on' : 'off')
    help.hidden = !box.checked
    if (box.checked) rows[0]?.focus()
  })
  if (box.checked && rows.length > 0 && !document.querySelector('#problems')) rows[0].focus()

  const press = (row, act) => {
    const button = row.querySelector(`[data-act="${act}"]`)
    if (button) button.click()
    return Boolean(button)
  }

  const go = (row, step) => {
    const next = rows[rows.indexOf(row) + step]
    if (!next) return false
    next.focus()
    next.scrollIntoView({ block: 'nearest' })
    return true
  }

  const hide = (row, key) => {
    const radio = row.querySelector(`[data-key="${key}"]`)
    if (!radio) return false
    radio.checked = true
    return press(row, 'hide')
  }

  const latin = (key) => key.replace(/[۰-۹]/, (digit) => '۰۱۲۳۴۵۶۷۸۹'.indexOf(digit))

  const keys = {
    j: (row) => go(row, 1),
    k: (row) => go(row, -1),
    x: (row) => { row.querySelector('[data-tick]')?.click(); return true },
    s: (row) => press(row, 'show'),
    m: (row) => press(row, 'join'),
    u: () => { const undo = document.querySelector('[data-act="undo"]'); undo?.click(); return Boolean(undo) },
    r: (row) => {
      const details = row.querySelector('[data-reasons]')
      if (!details) return false
      details.open = true
      reasonsOf = row
      return true
    },
    '?': () => { help.hidden = !help.hidden; return true },
  }

  queue.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
    if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return
    const row = event.target.closest('[data-row]')
    if (!row) return
    const key = latin(event.key.toLowerCase())
    const isReason = reasonsOf === row && /^[1-6]$/.test(key)
    if (key !== 'r' && !isReason) reasonsOf = null
    const done = isReason ? hide(row, key) : Object.hasOwn(keys, key) && keys[key](row)
    if (done) event.preventDefault()
  })
}
