import { dateFormat } from '../domain/date-format';
import type { NoticeKind } from '../domain/notice';
import type { Language } from '../domain/words';

/** All that may stand in a mail: no content, no reasons, no party's name. */
export interface NoticeFacts {
  /** The registration number; there is none before the registration. */
  number?: string;
  formTitle?: string;
  officeName: string;
  /** Where it can be read after signing in. */
  link: string;
  /** RFC 3339 instant. */
  dueAt?: string;
  /** IANA name of the office's time zone, in which `dueAt` is shown. */
  timeZone?: string;
}

export interface NoticeMail {
  subject: string;
  text: string;
  html: string;
}

type Sentences = { subject: string; body: (office: string) => string };

const NOTICES: Record<NoticeKind, Record<Language, Sentences>> = {
  registered_party: {
    ko: {
      subject: '보내신 문서가 등록되었습니다',
      body: (office) => `보내신 문서가 ${office}에 등록되었습니다.`,
    },
    en: {
      subject: 'Your document has been registered',
      body: (office) => `The document you sent has been registered at ${office}.`,
    },
  },
  received_office: {
    ko: { subject: '새 문서가 도착했습니다', body: (office) => `${office}에 새 문서가 등록되었습니다.` },
    en: {
      subject: 'A new document has arrived',
      body: (office) => `A new document has been registered at ${office}.`,
    },
  },
  assigned_official: {
    ko: {
      subject: '문서가 배정되었습니다',
      body: (office) => `${office}에 등록된 문서의 담당자로 지정되었습니다.`,
    },
    en: {
      subject: 'A document has been assigned to you',
      body: (office) => `A document registered at ${office} has been assigned to you.`,
    },
  },
  document_approval_official: {
    ko: { subject: '결재할 공문이 있습니다', body: (office) => `${office}의 공문이 결재를 기다립니다.` },
    en: {
      subject: 'An official document waits for you',
      body: (office) => `A document of ${office} waits for your agreement.`,
    },
  },
  document_sent_back: {
    ko: {
      subject: '기안하신 공문이 반려되었습니다',
      body: (office) => `${office}에서 기안하신 공문이 반려되었습니다.`,
    },
    en: {
      subject: 'A document that you drafted was sent back',
      body: (office) => `A document that you drafted at ${office} was sent back.`,
    },
  },
  document_received: {
    ko: {
      subject: '공문이 도착했습니다',
      body: (office) => `${office}에서 보낸 공문이 전자문서함에 도착했습니다.`,
    },
    en: {
      subject: 'An official document has arrived',
      body: (office) => `An official document of ${office} is in your mailbox.`,
    },
  },
  document_removal_near: {
    ko: {
      subject: '공문 보관 기간이 곧 끝납니다',
      body: (office) =>
        `${office}에서 보낸 공문이 아래 시각에 전자문서함에서 삭제됩니다. 필요하시면 미리 내려받으십시오.`,
    },
    en: {
      subject: 'A document will soon leave your mailbox',
      body: (office) =>
        `A document of ${office} will be removed from your mailbox at the time below. Download it before, if you need it.`,
    },
  },
  decided_party: {
    ko: {
      subject: '보내신 문서의 처리 결과가 나왔습니다',
      body: (office) => `보내신 문서에 대한 ${office}의 처리 결과와 답변이 전자문서함에 도착했습니다.`,
    },
    en: {
      subject: 'Your document has been decided',
      body: (office) =>
        `The decision of ${office} on the document you sent is in your mailbox, with the reply.`,
    },
  },
  returned_party: {
    ko: {
      subject: '보내신 문서가 반려되었습니다',
      body: (office) => `보내신 문서가 ${office}에서 반려되었습니다. 사유는 로그인하여 확인하실 수 있습니다.`,
    },
    en: {
      subject: 'Your document has been sent back',
      body: (office) => `${office} has sent your document back. You can read why after signing in.`,
    },
  },
  rejected_party: {
    ko: {
      subject: '보내신 문서가 접수되지 못했습니다',
      body: (office) =>
        `보내신 문서는 ${office}에 접수되지 못했습니다. 사유는 로그인하여 확인하실 수 있습니다.`,
    },
    en: {
      subject: 'Your document could not be delivered',
      body: (office) =>
        `The document you sent could not be delivered to ${office}. You can read why after signing in.`,
    },
  },
  withdrawn_office: {
    ko: { subject: '문서가 취하되었습니다', body: (office) => `${office}에 제출된 문서가 취하되었습니다.` },
    en: {
      subject: 'A document has been withdrawn',
      body: (office) => `A document sent to ${office} has been withdrawn.`,
    },
  },
  deadline_approaching_office: {
    ko: {
      subject: '처리기한이 다가옵니다',
      body: (office) => `${office}에 등록된 문서의 처리기한이 다가옵니다.`,
    },
    en: {
      subject: 'The due date of a document approaches',
      body: (office) => `The due date of a document registered at ${office} approaches.`,
    },
  },
  deadline_passed_office: {
    ko: {
      subject: '처리기한이 지났습니다',
      body: (office) => `${office}에 등록된 문서의 처리기한이 지났습니다.`,
    },
    en: {
      subject: 'The due date of a document has passed',
      body: (office) => `The due date of a document registered at ${office} has passed.`,
    },
  },
  deadline_passed_party: {
    ko: {
      subject: '보내신 문서의 처리기한이 지났습니다',
      body: (office) => `보내신 문서의 처리기한이 지났으나 ${office}의 처리가 아직 끝나지 않았습니다.`,
    },
    en: {
      subject: 'The due date of your document has passed',
      body: (office) =>
        `The due date of the document you sent has passed, and ${office} has not decided yet.`,
    },
  },
  supplement_requested_party: {
    ko: {
      subject: '보내신 문서의 보완이 필요합니다',
      body: (office) =>
        `${office}에서 보내신 문서의 보완을 요구하였습니다. 보완할 내용과 기간은 로그인하여 확인하실 수 있습니다.`,
    },
    en: {
      subject: 'Your document needs a supplement',
      body: (office) =>
        `${office} asks you to supplement your document. What is asked and until when you can read after signing in.`,
    },
  },
  supplement_requested_again_party: {
    ko: {
      subject: '보완을 다시 요구합니다',
      body: (office) =>
        `${office}에서 요구한 보완이 기간 안에 도착하지 않아 10일 이내의 보완을 다시 요구합니다. 이 기간에도 보완하지 않으면 문서의 처리가 종결됩니다.`,
    },
    en: {
      subject: 'Your document still needs a supplement',
      body: (office) =>
        `The supplement that ${office} asked for did not arrive in time. You have 10 more days; without it the procedure ends.`,
    },
  },
  supplemented_office: {
    ko: {
      subject: '보완 문서가 도착했습니다',
      body: (office) => `${office}에서 요구한 보완 문서가 도착했습니다.`,
    },
    en: {
      subject: 'A supplement has arrived',
      body: (office) => `The supplement that ${office} asked for has arrived.`,
    },
  },
  supplement_extended_office: {
    ko: {
      subject: '보완 기간이 연장되었습니다',
      body: (office) => `${office}에서 요구한 보완의 기간이 신청에 따라 연장되었습니다.`,
    },
    en: {
      subject: 'More time for a supplement',
      body: (office) =>
        `The period for the supplement that ${office} asked for was extended at the request of the party.`,
    },
  },
  expired_party: {
    ko: {
      subject: '보내신 문서의 처리가 종결되었습니다',
      body: (office) => `요구한 보완이 기간 안에 도착하지 않아 ${office}의 처리가 종결되었습니다.`,
    },
    en: {
      subject: 'The procedure on your document has ended',
      body: (office) => `The supplement did not arrive in time, so the procedure at ${office} has ended.`,
    },
  },
  expired_office: {
    ko: {
      subject: '보완 불이행으로 문서가 종결되었습니다',
      body: (office) => `${office}에 등록된 문서가 보완 불이행으로 종결되었습니다.`,
    },
    en: {
      subject: 'A document has expired',
      body: (office) => `A document registered at ${office} has ended because the supplement did not arrive.`,
    },
  },
  suspended_party: {
    ko: {
      subject: '보내신 문서의 처리기간이 정지되었습니다',
      body: (office) =>
        `${office}에서 보내신 문서의 처리기간을 정지하였습니다. 사유는 로그인하여 확인하실 수 있습니다.`,
    },
    en: {
      subject: 'The period of your document stands still',
      body: (office) =>
        `${office} has stopped the period for your document. You can read why after signing in.`,
    },
  },
  resumed_party: {
    ko: {
      subject: '보내신 문서의 처리가 재개되었습니다',
      body: (office) => `${office}에서 보내신 문서의 처리를 재개하였습니다.`,
    },
    en: {
      subject: 'The period of your document runs again',
      body: (office) => `${office} has resumed work on your document.`,
    },
  },
  extended_party: {
    ko: {
      subject: '보내신 문서의 처리기간이 연장되었습니다',
      body: (office) =>
        `${office}에서 보내신 문서의 처리기간을 연장하였습니다. 사유는 로그인하여 확인하실 수 있습니다.`,
    },
    en: {
      subject: 'The due date of your document was extended',
      body: (office) =>
        `${office} has extended the period for your document. You can read why after signing in.`,
    },
  },
  recalculated_party: {
    ko: {
      subject: '보내신 문서의 기한이 다시 계산되었습니다',
      body: (office) =>
        `휴일이 변경되어 ${office}에서 처리 중인 문서의 처리기한 또는 보완 기한이 다시 계산되었습니다.`,
    },
    en: {
      subject: 'A due date of your document was recalculated',
      body: (office) =>
        `A holiday has changed, so the due date of what you sent to ${office}, or of the supplement that it asked for, was recalculated.`,
    },
  },
  progress_party: {
    ko: {
      subject: '보내신 문서의 처리 상황을 알려 드립니다',
      body: (office) => `보내신 문서는 ${office}에서 처리 중입니다.`,
    },
    en: {
      subject: 'How your document stands',
      body: (office) => `${office} is still working on the document you sent.`,
    },
  },
  transferred_party: {
    ko: {
      subject: '보내신 문서가 이송되었습니다',
      body: (office) =>
        `보내신 문서가 ${office}(으)로 이송되어 새로 등록되었습니다. 사유는 로그인하여 확인하실 수 있습니다.`,
    },
    en: {
      subject: 'Your document has been transferred',
      body: (office) =>
        `The document you sent has been transferred to ${office} and registered there. You can read why after signing in.`,
    },
  },
  involved_office: {
    ko: {
      subject: '협조 요청이 있습니다',
      body: (office) => `${office}에 등록된 문서에 대한 협조 의견이 필요합니다.`,
    },
    en: {
      subject: 'Your unit is asked to contribute',
      body: (office) => `${office} is working on a document to which your unit is asked to contribute.`,
    },
  },
  contributed_office: {
    ko: {
      subject: '협조 의견이 도착했습니다',
      body: (office) => `${office}에서 요청한 협조 의견이 도착했습니다.`,
    },
    en: {
      subject: 'A contribution has arrived',
      body: (office) => `The contribution that ${office} asked for has arrived.`,
    },
  },
  approval_official: {
    ko: {
      subject: '결재할 문서가 있습니다',
      body: (office) => `${office}에 등록된 문서의 결정이 결재를 기다립니다.`,
    },
    en: {
      subject: 'A decision waits for your approval',
      body: (office) => `A drafted decision of ${office} waits for your approval.`,
    },
  },
  sent_back_official: {
    ko: {
      subject: '기안한 결정이 반려되었습니다',
      body: (office) => `${office}에 등록된 문서에 대해 기안한 결정이 반려되었습니다.`,
    },
    en: {
      subject: 'Your draft was sent back',
      body: (office) => `The decision that you drafted at ${office} was sent back.`,
    },
  },
  corrected_party: {
    ko: {
      subject: '보내신 문서의 처리 결과가 정정되었습니다',
      body: (office) => `보내신 문서에 대한 ${office}의 정정 문서가 전자문서함에 도착했습니다.`,
    },
    en: {
      subject: 'The decision on your document was corrected',
      body: (office) =>
        `${office} has corrected an evident mistake in its decision. The correction is in your mailbox.`,
    },
  },
  never_opened_official: {
    ko: {
      subject: '열람되지 않은 문서가 있습니다',
      body: (office) => `${office}에 등록된 문서를 아직 아무도 열람하지 않았습니다.`,
    },
    en: {
      subject: 'Nobody has opened a document',
      body: (office) => `Nobody has opened a document registered at ${office} yet.`,
    },
  },
  never_assigned_official: {
    ko: {
      subject: '담당자가 없는 문서가 있습니다',
      body: (office) => `${office}에 등록된 문서의 담당자가 아직 지정되지 않았습니다.`,
    },
    en: {
      subject: 'A document has no handler',
      body: (office) => `A document registered at ${office} has not been assigned yet.`,
    },
  },
  still_overdue_official: {
    ko: {
      subject: '처리기한이 지난 문서가 있습니다',
      body: (office) => `${office}에 등록된 문서가 처리기한이 지난 뒤에도 처리되지 않았습니다.`,
    },
    en: {
      subject: 'A document is still overdue',
      body: (office) => `A document registered at ${office} is overdue and still not decided.`,
    },
  },
  never_read_official: {
    ko: {
      subject: '확인되지 않은 답변이 있습니다',
      body: (office) => `${office}의 답변을 상대방이 아직 확인하지 않았습니다.`,
    },
    en: {
      subject: 'A reply has not been read',
      body: (office) => `The party has not read the reply of ${office} yet.`,
    },
  },
  disposal_due_office: {
    ko: {
      subject: '보존기간이 지난 문서가 있습니다',
      body: (office) =>
        `${office}에 등록된 문서의 보존기간이 지났습니다. 파기, 보존기간 연장 또는 이관을 심사해 주십시오.`,
    },
    en: {
      subject: 'The retention period of a document is over',
      body: (office) =>
        `The retention period of a document registered at ${office} is over. Please review whether it is destroyed, kept on or given to an archive.`,
    },
  },
};

const LABELS: Record<
  Language,
  { system: string; number: string; form: string; due: string; see: string; foot: string }
> = {
  ko: {
    system: '공문',
    number: '등록번호',
    form: '서식',
    due: '처리기한',
    see: '아래 주소에서 로그인하여 확인해 주십시오.',
    foot: '이 메일은 알림이며 문서의 효력과 관계가 없습니다. 회신하셔도 전달되지 않습니다.',
  },
  en: {
    system: 'Gongmun',
    number: 'Registration number',
    form: 'Form',
    due: 'Due',
    see: 'Sign in at this address to read it:',
    foot: 'This mail is a notice only and has no legal effect of its own. Replies to it are not read.',
  },
};

/** The words of a notice: what happened, what it concerns, and where to read it. Nothing in it is secret. */
export function noticeMail(kind: NoticeKind, language: Language, facts: NoticeFacts): NoticeMail {
  const { subject, body } = NOTICES[kind][language];
  const labels = LABELS[language];
  const number = facts.number === undefined ? undefined : oneLine(facts.number);
  const details = [
    { label: labels.number, value: number },
    { label: labels.form, value: facts.formTitle === undefined ? undefined : oneLine(facts.formTitle) },
    { label: labels.due, value: dueWords(facts, language) },
  ].filter((detail): detail is Detail => detail.value !== undefined);
  const parts = { body: body(oneLine(facts.officeName)), details, link: oneLine(facts.link), ...labels };
  const titled = number === undefined ? subject : `${subject} (${number})`;
  return {
    subject: `[${labels.system}] ${titled}`,
    text: asText(parts),
    html: asHtml({ ...parts, language, title: subject }),
  };
}

interface Detail {
  label: string;
  value: string;
}

interface Parts {
  body: string;
  details: Detail[];
  see: string;
  link: string;
  foot: string;
}

function asText({ body, details, see, link, foot }: Parts): string {
  const lines = details.map(({ label, value }) => `${label}: ${value}`);
  return [body, ...(lines.length > 0 ? ['', ...lines] : []), '', see, link, '', '-- ', foot, ''].join('\n');
}

function asHtml({
  body,
  details,
  see,
  link,
  foot,
  language,
  title,
}: Parts & { language: Language; title: string }): string {
  const rows = details.map(
    ({ label, value }) => `<dt>${escapeHtml(label)}</dt><dd><strong>${escapeHtml(value)}</strong></dd>`,
  );
  const list = rows.length > 0 ? `<dl>${rows.join('')}</dl>` : '';
  const anchor = /^https?:\/\//.test(link)
    ? `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`
    : escapeHtml(link);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>`,
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.6;color:#1a1a1a;background:#ffffff">',
    `<h1 style="font-size:20px">${escapeHtml(title)}</h1><p>${escapeHtml(body)}</p>${list}<p>${escapeHtml(see)}<br>${anchor}</p>`,
    `<hr><p style="font-size:14px;color:#505050">${escapeHtml(foot)}</p></body></html>`,
  ].join('\n');
}

function dueWords({ dueAt, timeZone = 'Asia/Seoul' }: NoticeFacts, language: Language): string | undefined {
  if (dueAt === undefined) return undefined;
  return dateFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(new Date(dueAt));
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
