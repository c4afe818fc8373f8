import type { AgenciesAnswer } from '../../contracts/agencies-schema'
import { contactsById, contactToTell, isContactAway, type Contact } from '../../domain/contacts'
import { gapsIn, warningsOfDirectory } from '../../domain/directory'
import type { LocalDate } from '../../domain/time'
import type { Services } from '../services'
import { namedAgencies, namedLocalities, policiesInForce } from './known'

/** The directory of agencies as it is answered, with what is missing in it and what is likely a mistake. */
export function agenciesAnswer(
  contacts: readonly Contact[],
  services: Pick<Services, 'policy' | 'forReal'>,
  today: LocalDate,
): AgenciesAnswer {
  const { policy } = services
  const byId = contactsById(contacts)
  return {
    agencies: namedAgencies(policy),
    localities: namedLocalities(policy),
    contacts: [...contacts],
    ...saidOf(contacts, services, today),
    away: contacts
      .filter((contact) => isContactAway(contact, today))
      .map((contact) => {
        const told = contactToTell(byId, contact, today)
        return { contact: contact.id, toldInstead: told?.standsInFor ? told.contact.id : null }
      }),
  }
}

/** What is missing in a directory, and what is likely a mistake in it. */
export function saidOf(
  contacts: readonly Contact[],
  { policy, forReal = false }: Pick<Services, 'policy' | 'forReal'>,
  today: LocalDate,
): Pick<AgenciesAnswer, 'gaps' | 'warnings'> {
  const policies = policiesInForce(policy)
  return {
    gaps: gapsIn(contactsById(contacts), policies).map((gap) => ({
      ...gap,
      localities: [...gap.localities],
    })),
    warnings: warningsOfDirectory(contacts, policies, today, forReal).map(
      ({ index, field, message, remedy }) => ({ contact: contacts[index]?.id ?? '', field, message, remedy }),
    ),
  }
}
