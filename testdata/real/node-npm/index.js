const pad = require("left-pad");
const ms = require("ms");
console.log(pad(ms(90000), 6, "."), process.env.NODE_ENV);
