// Pictures are made with the system's Chromium; puppeteer must not fetch one of its own.
module.exports = { skipDownload: true };
