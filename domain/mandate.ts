/** A party's word that somebody may act for it, in force at this moment. */
export interface Mandate {
  id: string;
  /** Exactly one of them gave it. */
  person: string | null;
  /** Of the person, to be shown. */
  name?: string | null;
  organisation: string | null;
  /** The one form it is for; null for everything. */
  form: string | null;
}

/** What an act is about. */
interface About {
  partyPerson: string;
  partyOrganisation: string | null;
  /** Null of a letter, which a mandate for a form does not cover. */
  form: string | null;
}

/** Whether it was given by this very party and covers this form. */
export function covers({ person, organisation, form }: Mandate, about: About): boolean {
  if (form !== null && form !== about.form) return false;
  return about.partyOrganisation === null
    ? organisation === null && person === about.partyPerson
    : organisation === about.partyOrganisation;
}
