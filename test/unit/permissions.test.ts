import { counterParty } from '../../domain/counter-party';
import { officeParty } from '../../domain/office-party';
import {
  type Action,
  type Actor,
  actsFor,
  actsInOfficeFor,
  authorise,
  authoriseInOffice,
  GRANTS,
  mayAct,
  OFFICE_ROLES,
  PERMISSIONS,
  rolesIn,
  type Verdict,
  withoutDelegations,
  worksIn,
} from '../../domain/permissions';

const nobody: Actor = {
  person: 'p',
  name: 'p',
  email: null,
  language: 'ko',
  memberships: [],
  organisations: [],
  sendsFor: [],
  mandates: [],
  vouchedFor: [],
  grants: [],
};
const subject = {
  partyPerson: 'party',
  partyOrganisation: null,
  form: 'f',
  office: 'here',
  involved: ['asked'],
};
const ofCompany = { ...subject, partyOrganisation: '000-00-00017', involved: [] };

const WHO: Record<string, Actor> = {
  party: { ...nobody, person: 'party' },
  stranger: nobody,
  ...Object.fromEntries(
    OFFICE_ROLES.map((role) => [role, { ...nobody, memberships: [{ office: 'here', roles: [role] }] }]),
  ),
  elsewhere: { ...nobody, memberships: [{ office: 'there', roles: [...OFFICE_ROLES] }] },
  involved: { ...nobody, memberships: [{ office: 'asked', roles: ['handler'] }] },
  ...Object.fromEntries(GRANTS.map((grant) => [grant, { ...nobody, grants: [grant] }])),
};

/** By hand: y allowed, n forbidden, - not found. Columns: party, stranger, registrar, handler, approver, office_admin, elsewhere, auditor, operator, form_admin, involved, records_system. */
const COLUMNS = [
  'party',
  'stranger',
  'registrar',
  'handler',
  'approver',
  'office_admin',
  'elsewhere',
  'auditor',
  'operator',
  'form_admin',
  'involved',
  'records_system',
];
const EXPECTED: [Action, string][] = [
  ['read_submission', 'y-yyyy-yn-yy'],
  ['read_content', 'y-yyyy-nn-yy'],
  ['read_receipts', 'y-yyyy-yn-nn'],
  ['read_commands', 'y-yyyy-yn-yy'],
  ['read_decision', 'y-yyyy-nn-nn'],
  ['withdraw', 'y-nnnn-nn-nn'],
  ['acknowledge', 'y-nnnn-nn-nn'],
  ['open', 'n-yyyy-nn-yn'],
  ['assign', 'n-ynyy-nn-nn'],
  ['reassign', 'n-ynyy-nn-nn'],
  ['return_to_sender', 'n-yyyn-nn-nn'],
  ['decide', 'n-nyyn-nn-ny'],
  ['supplement', 'y-nnnn-nn-nn'],
  ['request_supplement_extension', 'y-nnnn-nn-nn'],
  ['request_progress', 'y-nnnn-nn-nn'],
  ['involve', 'n-yyyn-nn-nn'],
  ['contribute', 'n-nnnn-nn-yn'],
  ['request_supplement', 'n-nyyn-nn-nn'],
  ['request_resend', 'n-yyyn-nn-nn'],
  ['suspend', 'n-nyyn-nn-nn'],
  ['resume', 'n-nyyn-nn-nn'],
  ['extend', 'n-nyyn-nn-nn'],
  ['transfer', 'n-yyyn-nn-nn'],
  ['approve', 'n-nyyn-nn-nn'],
  ['send_back', 'n-nyyy-nn-nn'],
  ['correct', 'n-nyyn-nn-nn'],
  ['write_note', 'n-yyyy-nn-nn'],
  ['read_notes', 'n-yyyy-yn-nn'],
  ['copy_submission', 'y-nnnn-nn-nn'],
  ['read_readers', 'y-nnnn-nn-nn'],
  ['read_timeline', 'y-yyyy-yn-nn'],
  ['read_versions', 'y-yyyy-nn-yn'],
  ['read_filings', 'n-nnnn-nn-ny'],
  ['confirm_filing', 'n-nnnn-nn-ny'],
  ['read_audit', 'n-nnnn-yn-nn'],
  ['read_procedure', 'n-nnnn-yy-nn'],
  ['link', 'n-yyyy-nn-nn'],
  ['read_links', 'n-yyyy-yn-nn'],
  ['hold', 'n-ynyy-nn-nn'],
  ['release_hold', 'n-nnyy-nn-nn'],
  ['review_disposal', 'n-nnyy-nn-nn'],
  ['confirm_transfer', 'n-ynyy-nn-nn'],
  ['answer_survey', 'y-nnnn-nn-nn'],
  ['handle_survey', 'n-yyyy-nn-nn'],
];
const VERDICT: Record<string, Verdict> = { y: 'allowed', n: 'forbidden', '-': 'not_found' };

describe('permission', () => {
  for (const [action, row] of EXPECTED) {
    COLUMNS.forEach((who, index) => {
      const verdict = VERDICT[row[index] ?? ''];
      it(`${who}: ${action} is ${verdict}`, () => {
        const actor = WHO[who];
        if (actor === undefined) throw new Error(`Nobody is called ${who}.`);
        expect(authorise(actor, action, subject)).toBe(verdict);
      });
    });
  }

  it('is expected of every action that concerns a submission', () => {
    const others = [
      'upload',
      'submit',
      'list_own',
      'keep_drafts',
      'keep_notice_settings',
      'read_desk',
      'publish_form',
      'declare_holiday',
      'declare_office_holiday',
    ];
    const named = [
      ...EXPECTED.map(([action]) => action),
      ...others,
      'keep_desk_views',
      'delegate',
      'read_delegations',
      ...['take_in', 'act_for_sender', 'read_ladder', 'set_ladder', 'read_members'],
      ...['read_reader_policy', 'set_reader_policy', 'read_disposals', 'read_survey'],
      ...['claim_organisation', 'read_own_organisations', 'join_organisation', 'read_organisation'],
      ...[
        'manage_organisation',
        'keep_webhooks',
        'authorise_person',
        'read_organisation_claims',
        'settle_organisation_claim',
      ],
      ...['draft_document', 'read_document', 'agree_document', 'send_back_document'],
      ...['dispatch_document', 'recall_document', 'read_mailbox', 'operate'],
    ];
    expect(Object.keys(PERMISSIONS).filter((action) => !named.includes(action))).toEqual([]);
  });

  it("treats an organisation's document as its members', not as that of the person who sent it", () => {
    const organisations = ['000-00-00017'];
    const reader = { ...nobody, organisations };
    expect(authorise(reader, 'read_content', ofCompany)).toBe('allowed');
    expect(authorise(reader, 'withdraw', ofCompany)).toBe('forbidden');
    expect(authorise({ ...reader, sendsFor: organisations }, 'withdraw', ofCompany)).toBe('allowed');
    expect(authorise({ ...nobody, person: 'party' }, 'withdraw', ofCompany)).toBe('not_found');
  });

  it('lets the officials of an office act for it where it is the party', () => {
    const ofOffice = { ...subject, partyPerson: officeParty('there'), involved: [] };
    const verdicts = (action: Action) =>
      COLUMNS.map((who) => authorise(WHO[who] ?? nobody, action, ofOffice));
    const theirs = COLUMNS.map((who) =>
      who === 'elsewhere'
        ? 'allowed'
        : ['stranger', 'party', 'form_admin', 'involved'].includes(who)
          ? 'not_found'
          : 'forbidden',
    );
    for (const action of ['withdraw', 'supplement', 'acknowledge', 'read_readers'] as const)
      expect(verdicts(action)).toEqual(theirs);
  });

  it('is what a party lets somebody do for it, by form, and the act is in its name', () => {
    const mandate = { id: 'm', person: 'party', organisation: null, form: null };
    const agent: Actor = { ...nobody, mandates: [mandate] };
    for (const action of ['read_content', 'withdraw', 'supplement', 'read_readers'] as const) {
      expect(authorise(agent, action, subject)).toBe('allowed');
      expect(actsFor(agent, action, subject)).toBe('party');
    }
    expect(authorise(agent, 'decide', subject)).toBe('forbidden');
    expect(actsFor(agent, 'decide', subject)).toBeUndefined();
    for (const form of ['g', null])
      expect(
        authorise({ ...nobody, mandates: [{ ...mandate, form: 'f' }] }, 'withdraw', { ...subject, form }),
      ).toBe('not_found');
    expect(authorise(agent, 'read_content', ofCompany)).toBe('not_found');
    expect(authorise(agent, 'read_content', { ...subject, partyPerson: 'other' })).toBe('not_found');
    const forCompany: Actor = {
      ...nobody,
      mandates: [{ ...mandate, person: null, organisation: '000-00-00017' }],
    };
    expect(actsFor(forCompany, 'withdraw', ofCompany)).toBe('000-00-00017');
    expect(authorise(forCompany, 'withdraw', subject)).toBe('not_found');
    expect(actsFor({ ...agent, person: 'party' }, 'withdraw', subject)).toBeUndefined();
  });

  it('narrows what concerns no submission to the office in question', () => {
    const admin: Actor = { ...nobody, memberships: [{ office: 'here', roles: ['office_admin'] }] };
    expect(mayAct(admin, 'publish_form', 'here')).toBe(true);
    expect(mayAct(admin, 'publish_form', 'there')).toBe(false);
    expect(mayAct(nobody, 'read_desk')).toBe(false);
    expect(mayAct(nobody, 'submit')).toBe(true);
    expect(mayAct(nobody, 'read_audit')).toBe(false);
    const registrar: Actor = { ...nobody, memberships: [{ office: 'here', roles: ['registrar'] }] };
    expect(mayAct(registrar, 'take_in', 'here')).toBe(true);
    expect(mayAct(registrar, 'take_in', 'there')).toBe(false);
    expect(mayAct(admin, 'take_in', 'here')).toBe(false);
    expect(mayAct(admin, 'set_ladder', 'here')).toBe(true);
    expect(mayAct(admin, 'set_reader_policy', 'there')).toBe(false);
    expect(mayAct(registrar, 'set_reader_policy', 'here')).toBe(false);
    expect(mayAct(registrar, 'set_ladder', 'here')).toBe(false);
    expect(mayAct(registrar, 'read_ladder', 'here')).toBe(true);
    expect(mayAct({ ...nobody, grants: ['auditor'] }, 'read_ladder', 'here')).toBe(true);
  });

  it('tells who has no part in an office that there is nothing, and who has that it does not suffice', () => {
    const verdicts = (action: Action) =>
      COLUMNS.map((who) => authoriseInOffice(WHO[who] ?? nobody, action, 'here'))
        .map((verdict) => Object.entries(VERDICT).find(([, one]) => one === verdict)?.[0])
        .join('');
    expect(verdicts('read_document')).toBe('--yyyy-y---n');
    expect(verdicts('dispatch_document')).toBe('--yyyn-n---n');
    expect(verdicts('send_back_document')).toBe('--yyyy-n---n');
    expect(verdicts('release_hold')).toBe('--nnyy-n---n');
    expect(verdicts('read_disposals')).toBe('--yyyy-y---n');
  });

  it('lets officials write down what a sender at the counter does, who cannot sign in', () => {
    const atCounter = { ...subject, partyPerson: counterParty('x') };
    const verdicts = (action: Action) =>
      COLUMNS.map((who) => authorise(WHO[who] ?? nobody, action, atCounter));
    for (const action of ['withdraw', 'supplement', 'acknowledge', 'request_supplement_extension'] as const)
      expect(verdicts(action)).toEqual(verdicts('act_for_sender'));
    expect(verdicts('act_for_sender')).toEqual([
      ...['not_found', 'not_found', 'allowed', 'allowed', 'allowed', 'forbidden', 'not_found'],
      ...['forbidden', 'forbidden', 'not_found', 'forbidden', 'forbidden'],
    ]);
    const lent = [{ office: 'here', roles: ['handler' as const], for: 'boss' }];
    expect(actsFor({ ...nobody, memberships: lent }, 'withdraw', atCounter)).toBe('boss');
  });

  it('takes a records system for no official, neither at the desk nor of a unit that was asked', () => {
    const system: Actor = { ...nobody, memberships: [{ office: 'asked', roles: ['records_system'] }] };
    expect(authorise(system, 'read_content', subject)).toBe('not_found');
    expect(worksIn(system, 'asked')).toBe(false);
    expect(mayAct(system, 'read_desk')).toBe(false);
    expect(mayAct(system, 'read_filings', 'asked')).toBe(true);
    expect(mayAct(system, 'read_filings', 'here')).toBe(false);
  });

  describe('lent for a time', () => {
    const lent = { office: 'here', roles: ['approver' as const], for: 'boss' };
    const clerk: Actor = { ...nobody, memberships: [{ office: 'here', roles: ['registrar'] }, lent] };

    it('is permission, in the name of whose roles they are', () => {
      expect(authorise(clerk, 'decide', subject)).toBe('allowed');
      expect(actsFor(clerk, 'decide', subject)).toBe('boss');
      expect(rolesIn(clerk, 'here')).toEqual(['registrar', 'approver']);
    });

    it("names nobody where the actor's own role suffices, or where no role does", () => {
      expect(actsFor(clerk, 'assign', subject)).toBeUndefined();
      expect(actsFor(clerk, 'withdraw', subject)).toBeUndefined();
      expect(authorise(clerk, 'withdraw', subject)).toBe('forbidden');
      expect(actsFor({ ...clerk, person: 'party' }, 'withdraw', subject)).toBeUndefined();
    });

    it('reaches no other office', () => {
      const away = { ...subject, office: 'there' };
      expect(authorise(clerk, 'decide', away)).toBe('not_found');
      expect(actsFor(clerk, 'decide', away)).toBeUndefined();
    });

    it('names whom it was lent by for what concerns an office', () => {
      const admin: Actor = { ...nobody, memberships: [{ ...lent, roles: ['office_admin'] }] };
      expect(actsInOfficeFor(admin, 'publish_form', 'here')).toBe('boss');
      expect(actsInOfficeFor({ ...admin, grants: ['form_admin'] }, 'publish_form', 'here')).toBeUndefined();
      expect(actsInOfficeFor(admin, 'publish_form', 'there')).toBeUndefined();
    });

    it('names whom it was lent by for what the office does as the party of a submission elsewhere', () => {
      const sent = { ...subject, office: 'there', partyPerson: officeParty('here') };
      const borrower: Actor = { ...nobody, memberships: [lent] };
      expect(authorise(borrower, 'withdraw', sent)).toBe('allowed');
      expect(actsFor(borrower, 'withdraw', sent)).toBe('boss');
      expect(actsFor(borrower, 'read_receipts', sent)).toBe('boss');
      expect(actsFor(clerk, 'withdraw', sent)).toBeUndefined();
      expect(actsFor(borrower, 'decide', sent)).toBeUndefined();
    });

    it('is not among what may be lent on', () => {
      expect(withoutDelegations(clerk).memberships).toEqual([{ office: 'here', roles: ['registrar'] }]);
    });
  });
});
