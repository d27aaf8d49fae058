const ms = require("ms");
module.exports = (...times) => ms(times.map((time) => ms(time)).reduce((a, b) => a + b, 0));
