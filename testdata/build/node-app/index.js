const fs = require('fs');
console.log('hello from node, with the modules ' + fs.readdirSync('node_modules').join(' '));
