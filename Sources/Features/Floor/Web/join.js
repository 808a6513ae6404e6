// A link may carry a code behind its "#", which no browser sends anywhere. It goes into the field and out of the address.

const field = document.querySelector("#code");
const code = decodeURIComponent(location.hash.slice(1));

if (field && !field.value && /^[0-9A-Za-z-]{20,40}$/.test(code)) field.value = code;
if (location.hash && code) history.replaceState(null, "", location.pathname);
