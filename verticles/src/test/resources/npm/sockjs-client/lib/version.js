module.exports = '1.6.1';
