'use strict'

// A change of domain/schedule.ts, made while workflows are bundled: every reminder comes an hour later.

/** @param {string} source */
module.exports = function anHourLater(source) {
  const found = 'export function momentsOf('
  if (!source.includes(found)) throw new Error(`domain/schedule.ts has no ${found}`)
  return `${source.replace(found, 'function momentsBefore(')}
export function momentsOf(deadline: Deadline, policy: Policy): Moment[] {
  return momentsBefore(deadline, policy)
    .map((moment) => (moment.kind === 'reminder' ? { ...moment, at: plusHours(moment.at, 1) } : moment))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
`
}
