import {
  contactIdOf,
  contactsById,
  contactToTell,
  othersToTell,
  WHOLE_AUTHORITY,
  type Contact,
} from '../../domain/contacts'
import type { LocalDate } from '../../domain/time'

const TODAY = '2026-07-08' as LocalDate
const AWAY = { awayFrom: '2026-07-06' as LocalDate, awayUntil: '2026-07-17' as LocalDate }
const OF_SKYE = { agency: 'health', recipient: 'contact', locality: 'skye' } as const

function contact(locality: string, more: Partial<Contact> = {}): Contact {
  const of = { agency: 'health', recipient: 'contact', locality, ...more } as const
  return { ...of, id: contactIdOf(of), address: `${locality}@nhs.example`, form: 'each', ...more }
}

function toldIn(contacts: readonly Contact[], today = TODAY): [string?, string?] {
  const told = contactToTell(contactsById(contacts), OF_SKYE, today)
  return told?.standsInFor ? [told.contact.id, told.standsInFor.id] : [told?.contact.id]
}

describe('a locality’s agency is told', () => {
  const skye = contact('skye')
  const wide = contact(WHOLE_AUTHORITY)

  it('by its own contact, else by that of the authority, else not at all', () => {
    expect(toldIn([wide, skye])).toEqual(['health.contact.skye'])
    expect(toldIn([wide, contact('caithness')])).toEqual(['health.contact'])
    expect(toldIn([contact('caithness')])).toEqual([undefined])
  })

  it('by the first stand-in who is here, from the first day away to the last', () => {
    const away = contact('skye', { ...AWAY, standIn: 'health.contact.caithness' })
    const alsoAway = contact('caithness', { ...AWAY, standIn: 'health.contact.lochaber' })
    const contacts = [wide, away, alsoAway, contact('lochaber')]
    expect(toldIn(contacts)).toEqual(['health.contact.lochaber', 'health.contact.skye'])
    expect(toldIn(contacts, '2026-07-05' as LocalDate)).toEqual(['health.contact.skye'])
    expect(toldIn(contacts, AWAY.awayUntil)).toEqual(['health.contact.lochaber', 'health.contact.skye'])
    expect(toldIn(contacts, '2026-07-18' as LocalDate)).toEqual(['health.contact.skye'])
  })

  it('by that of the authority when nobody who stands in is here, and by itself when nobody is at all', () => {
    const away = contact('skye', { ...AWAY, standIn: 'health.contact.caithness' })
    const circle = contact('caithness', { ...AWAY, standIn: 'health.contact.skye' })
    expect(toldIn([wide, away, circle])).toEqual(['health.contact', 'health.contact.skye'])
    expect(toldIn([{ ...wide, ...AWAY }, away, circle])).toEqual(['health.contact.skye'])
    expect(toldIn([away, circle])).toEqual(['health.contact.skye'])
  })
})

describe('who else could be told', () => {
  it('are those who stand in, then the authority’s contact, then the agency’s others in the locality, who are here', () => {
    const contacts = contactsById([
      contact('skye', { standIn: 'health.contact.caithness' }),
      contact('caithness'),
      contact('lochaber'),
      contact(WHOLE_AUTHORITY),
      contact('skye', { recipient: 'team-manager' }),
      contact('skye', { recipient: 'service-manager', ...AWAY }),
      contact('skye', { agency: 'education' }),
    ])
    expect(othersToTell(contacts, OF_SKYE, TODAY).map(({ id }) => id)).toEqual([
      'health.contact.skye',
      'health.contact.caithness',
      'health.contact',
      'health.team-manager.skye',
    ])
  })

  it('is nobody of this authority where it is for another, and no other authority where it is for this one', () => {
    const moray = contact(WHOLE_AUTHORITY, { agency: 'social-work', recipient: 'authority-moray' })
    const team = contact(WHOLE_AUTHORITY, { agency: 'social-work', recipient: 'lead-worker' })
    const contacts = contactsById([moray, team])
    expect(othersToTell(contacts, { ...moray, locality: 'skye' }, TODAY)).toEqual([moray])
    expect(othersToTell(contacts, { ...team, locality: 'skye' }, TODAY)).toEqual([team])
  })
})
