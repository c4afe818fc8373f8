import { addContacts, addPeople, type Contact } from '../../db/contacts'
import { openDatabase } from '../../db/database'
import { AGENCIES, AUTHORITIES, ROLES } from '../../domain/codes'
import { SENIORS } from '../../domain/policy'
import { currentPolicy } from '../../policies/released'

/**
 * Adds a made-up address for every agency, manager and practice user, where none is kept yet, so that what would be sent
 * can be read in the embedded mail sink. They end in `.example`, which leads nowhere (RFC 2606).
 */
export async function addPracticeDirectory(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, { maxConnections: 1 })
  try {
    await addContacts(db, practiceContacts())
    await addPeople(db, practicePeople())
  } finally {
    await db.destroy()
  }
}

function practiceContacts(): Contact[] {
  const locality = '*'
  const partners = AGENCIES.map((agency): Contact => ({
    agency,
    locality,
    recipient: agency === 'social-work' ? 'lead-worker' : 'contact',
    address: `${agency}@partners.example`,
  }))
  const seniors = SENIORS.map((recipient): Contact => ({
    agency: 'social-work',
    locality,
    recipient,
    address: `${recipient}@council.example`,
  }))
  const authorities = AUTHORITIES.map((authority): Contact => ({
    agency: 'social-work',
    locality,
    recipient: `authority-${authority}`,
    address: `social-work@${authority}.example`,
  }))
  return [...partners, ...seniors, ...authorities]
}

function practicePeople(): { id: string; address: string }[] {
  const places = currentPolicy('highland').policy.localities.map(({ id }) => `-${id}`)
  const ids = ROLES.flatMap((role) => ['', ...places].map((place) => `practice-${role}${place}`))
  return ids.map((id) => ({ id, address: `${id}@council.example` }))
}
