'use strict'

// A change of the policies, made while workflows are bundled: the first reminder of every rule is left out.

/** @param {string} source */
module.exports = function oneFewer(source) {
  const policy = JSON.parse(source)
  const rules = policy.rules.map((rule) => ({
    ...rule,
    ...(rule.reminders && { reminders: rule.reminders.slice(1) }),
  }))
  return JSON.stringify({ ...policy, reminders: policy.reminders.slice(1), rules })
}
