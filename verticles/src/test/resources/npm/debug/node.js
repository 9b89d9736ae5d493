module.exports = require('./src/node');
