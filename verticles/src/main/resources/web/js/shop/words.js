// Words for the codes of the shop.

import {NoAnswer, Problem} from '../lib/api.js';
import {money} from '../lib/format.js';

/** The cards of the sandbox provider, by token. */
export const CARDS = {
  tok_ok: ['A card that works', 'Authorised and charged at once.'],
  tok_declined: ['A card that is declined', 'The bank says no; the units go back on the shelf.'],
  tok_insufficient_funds: ['An empty account', 'Declined for want of money.'],
  tok_slow: ['A slow bank', 'Takes two seconds to answer.'],
  tok_timeout: ['A bank whose answer is lost', 'It acts, but does not answer; the shop asks again with the same key.'],
  tok_error_once: ['A bank that fails once', 'An error first; then it works.'],
  tok_webhook_first: ['News before the answer', 'The provider’s webhook comes before its answer.'],
  tok_webhook_twice: ['News twice', 'The provider’s webhook comes two times. One charge.'],
  tok_capture_fails: ['A charge that fails', 'Authorised, but then not charged; the order is cancelled.'],
};

export const STATUS = {
  PENDING: ['Placed', 'open'],
  RESERVED: ['Reserved', 'open'],
  CONFIRMED: ['Confirmed', 'good'],
  SHIPPED: ['Shipped', 'good'],
  DELIVERED: ['Delivered', 'good'],
  REJECTED: ['Not available', 'bad'],
  PAYMENT_FAILED: ['Payment failed', 'bad'],
  CANCELLED: ['Cancelled', 'quiet'],
  EXPIRED: ['Expired', 'bad'],
  REFUNDED: ['Refunded', 'quiet'],
};

export const EVENTS = {
  'order.placed': 'Placed',
  'order.reserved': 'Stock reserved',
  'order.confirmed': 'Confirmed',
  'order.rejected': 'Rejected',
  'order.payment_failed': 'Payment failed',
  'order.cancelled': 'Cancelled',
  'order.expired': 'Expired',
  'order.shipped': 'Shipped',
  'order.delivered': 'Delivered',
  'order.refunded': 'Refunded in full',
  'payment.authorized': 'Payment authorised',
  'payment.declined': 'Payment declined',
  'payment.captured': 'Payment captured',
  'payment.capture_failed': 'Charge failed',
  'payment.voided': 'Payment released',
  'payment.refunded': 'Money given back',
  'audit.repaired': 'Repaired by an operator',
};

const LINE_REASONS = {
  sold_out: 'sold out',
  insufficient: 'not as many left',
  unknown: 'not in stock',
};

const PAYMENT_REASONS = {
  card_declined: 'the bank declined the card',
  declined: 'the bank declined the card',
  insufficient_funds: 'there was not enough money on the account',
};

const MERGE_REASONS = {
  quantity_limit: 'more than one cart may have',
  line_limit: 'the cart is full',
  not_for_sale: 'no longer for sale',
};

export function lineReason(reason) {
  return LINE_REASONS[reason] ?? reason.replaceAll('_', ' ');
}

export function mergeReason(reason) {
  return MERGE_REASONS[reason] ?? reason;
}

/** Why an order ended as it did; empty while it goes well. */
export function ending(order) {
  const last = [...order.timeline].reverse().find(entry => entry.reason)?.reason;
  switch (order.status) {
    case 'REJECTED':
      return 'Others were faster: something was sold out before this order’s turn came. Nothing was charged.';
    case 'PAYMENT_FAILED':
      return `The payment did not go through: ${PAYMENT_REASONS[last] ?? last ?? 'it was declined'}. `
        + 'Nothing was charged, and the units are back on the shelf.';
    case 'EXPIRED':
      return 'The shop could not finish this order in time, so it let it go. Nothing was charged.';
    case 'CANCELLED':
      return order.payment.captured.amount > order.payment.refunded.amount
        ? 'This order was cancelled. The money is on its way back.'
        : 'This order was cancelled. No money is kept for it.';
    case 'REFUNDED':
      return 'All that was paid for this order was given back.';
    default:
      return '';
  }
}

/** Why an order was refused, in words; what to do about it, where there is something. */
export function refusal(failure) {
  if (!(failure instanceof Problem)) {
    return failure instanceof NoAnswer
      ? 'The shop does not answer. Nothing was lost: try again in a moment.'
      : failure.message;
  }
  const {document} = failure;
  switch (failure.code) {
    case 'sold_out':
      return `Sold out while you were looking: ${(document.errors ?? []).map(error => error.message).join('; ')}. `
        + 'Nothing was ordered. Take it out of the cart to order the rest.';
    case 'total_changed':
      return `The total has changed to ${money(document.total)} since you saw it. Nothing was ordered: `
        + 'look at the cart again, and order at the new total.';
    case 'unknown_card':
      return 'The payment provider does not know this card. Nothing was ordered.';
    case 'cart_empty':
      return 'The cart is empty. Perhaps it was ordered in another tab: then the order is among yours.';
    case 'cart_ordered':
      return 'This cart was ordered already.';
    case 'mixed_currencies':
      return 'The cart has prices in more than one currency. They cannot be ordered together.';
    case 'unknown_products':
      return `Some of it is no longer for sale: ${(document.errors ?? []).map(error => error.message).join('; ')}.`;
    case 'limit_exceeded':
      return 'That is more than one order, or one cart, may have.';
    case 'too_many_open_orders':
      return 'You have as many unfinished orders as one customer may have. Wait for one to be finished.';
    default:
      return failure.message;
  }
}
