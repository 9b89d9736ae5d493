// Follows an order with the published client of the bridge, and writes what it is told: one JSON value a line.
// node follow.js URL TRANSPORT TOKEN ADDRESS LAST
'use strict';
const EventBus = require('@vertx/eventbus-bridge-client.js');

const [url, transport, token, address, last] = process.argv.slice(2);
const tell = (what, value) => process.stdout.write(JSON.stringify({ what, value }) + '\n');
const bus = new EventBus(url, { transports: [transport], vertxbus_ping_interval: 500 });
const headers = last === undefined ? { token } : { token, 'Last-Event-ID': last };

bus.onerror = (error) => tell('error', error);
bus.onclose = () => {
    tell('closed', null);
    process.exit(0);
};
bus.onopen = () => {
    tell('open', bus.sockJSConn.transport);
    bus.registerHandler('ops.orders', { token }, (error) => tell('refused', error));
    bus.send('order.place', { lines: [] }, (error) => tell('sent', error));
    bus.registerHandler(address, headers, (error, message) => tell(error ? 'failed' : 'body', error || message.body));
};
// The test ends it by closing the input.
process.stdin.on('end', () => bus.close()).resume();
