// @ts-nocheck: it runs in an extension.
console.log(await chrome.runtime.sendMessage("check"));
