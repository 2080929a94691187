import { dateFormat } from '../domain/date-format';
import type { MailContent, MailKind } from '../domain/direct-mail';
import type { Language } from '../domain/words';

type Sentences = { subject: string; body: (about: string, token: string, until: string) => string };

const MAILS: Record<MailKind, Record<Language, Sentences>> = {
  invitation: {
    ko: {
      subject: '기관 구성원 초대',
      body: (about, token) =>
        `${about}의 구성원으로 초대되었습니다. 로그인한 뒤 7일 안에 아래 초대 번호로 수락하실 수 있습니다. 모르는 초대라면 무시하십시오.\n\n초대 번호: ${token}`,
    },
    en: {
      subject: 'An invitation to act for an organisation',
      body: (about, token) =>
        `You have been invited to become a member of ${about}. Sign in and accept with the code below within 7 days. If you do not know what this is about, do nothing.\n\nCode: ${token}`,
    },
  },
  webhook_disabled: {
    ko: {
      subject: '웹훅 전송 중지',
      body: (about) =>
        `${about}의 웹훅 주소가 여러 날 동안 응답하지 않아 전송을 중지했습니다. 로그인하여 전송 기록을 확인하고 다시 켜실 수 있습니다.`,
    },
    en: {
      subject: 'A webhook was switched off',
      body: (about) =>
        `An address that ${about} is told at has not answered for days, so nothing is sent there any more. Sign in to see the log and to switch it on again.`,
    },
  },
  draft_removal_near: {
    ko: {
      subject: '작성 중인 문서의 삭제 예정',
      body: (about, _, until) =>
        `작성을 마치지 않은 문서(${about})가 ${until}에 삭제됩니다. 계속 작성하시려면 그 전에 로그인하여 저장하거나 제출하십시오.`,
    },
    en: {
      subject: 'A draft will be removed soon',
      body: (about, _, until) =>
        `A draft of yours (${about}) has not been changed for a long time. It will be removed on ${until}. To keep it, sign in and save or send it before then.`,
    },
  },
};

/** A mail of its own, with nothing in it but what the reader needs. */
export function directMail(
  kind: MailKind,
  content: MailContent,
  link: string,
): { subject: string; text: string; html: string } {
  const { subject, body } = MAILS[kind][content.language];
  const words = body(oneLine(content.about[content.language]), content.token ?? '', dayOf(content));
  const text = `${words}\n\n${link}\n`;
  const paragraphs = text.split('\n\n').map((part) => `<p>${escapeHtml(part.trim())}</p>`);
  const head = `<meta charset="utf-8"><title>${escapeHtml(subject)}</title>`;
  const html = `<!doctype html><html lang="${content.language}"><head>${head}</head><body>${paragraphs.join('')}</body></html>`;
  return { subject: `[${content.language === 'ko' ? '공문' : 'Gongmun'}] ${subject}`, text, html };
}

const dayOf = ({ language, until }: MailContent): string =>
  until === undefined
    ? ''
    : dateFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(until));

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
