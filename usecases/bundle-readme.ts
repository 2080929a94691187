const HOW = {
  ko: `확인 방법: 공문 프로젝트의 verifier 폴더에 있는 프로그램으로 확인합니다.
  node verify.mjs 이파일.zip --keys 공개키.json --offline
  python3 verify.py 이파일.zip --keys 공개키.json --offline
공개키는 발급 기관 주소의 /.well-known/jwks.json 에서 받은 것, 또는 그것을 보관해 온 사람에게서 받은 것을 씁니다.
이 파일 안의 keys.json은 파일 자신의 주장일 뿐이므로 그것만으로는 진위를 알 수 없습니다.
압축을 풀지 말고 파일 그대로 확인하십시오. 한 글자만 바뀌어도 확인되지 않습니다.`,
  en: `How to check it: with one of the programs in the verifier folder of the Gongmun project.
  node verify.mjs THIS.zip --keys KEYS.json --offline
  python3 verify.py THIS.zip --keys KEYS.json --offline
Take the keys from /.well-known/jwks.json at the issuer's address, or from whoever kept them since.
The keys.json in here is the file's own word and proves nothing by itself.
Check the file as it is: packed again, or with one character changed, it is no longer the same.`,
};

/** What stands in a submission's bundle as README.txt, for whoever finds it years later. */
export const BUNDLE_README = `공문(公文) 문서철

이 압축파일에는 한 건의 제출 문서와 그 처리 과정에서 나온 모든 것이 들어 있습니다.
  evidence/   처리 단계마다 발급된 서명된 증적
  proofs/     각 증적이 공개 기록(log)에 들어 있다는 증명
  receipts/   증적을 사람이 읽을 수 있게 한 PDF (전자 날인)
  content/    제출하거나 회신한 글과 답변 (보존 중인 경우)
  files/      첨부파일, 이름은 files.json에 있습니다
  history/    처리 절차의 실행 이력
${HOW.ko}

A submission and all there is of it

  evidence/   signed evidence of each step
  proofs/     that each of them stands in the public log
  receipts/   the same as sealed PDFs for people
  content/    what was written, by the party and by the office, while it is kept
  files/      attachments; files.json has their names
  history/    what the procedure did, step by step
${HOW.en}
`;

/** The same of an official document. */
export const DOCUMENT_README = `공문(公文) 시행문철

이 압축파일에는 기관이 시행한 공문 한 건과 그 처리 과정에서 나온 모든 것이 들어 있습니다.
  evidence/   기안부터 처분까지 단계마다 발급된 서명된 증적
  proofs/     각 증적이 공개 기록(log)에 들어 있다는 증명
  receipts/   전자 날인된 PDF: 등록 증적의 것은 시행문 자체, 나머지는 증적을 사람이 읽을 수 있게 한 것
  content/    기안한 내용과 수신자 (보존 중인 경우)
  files/      첨부파일, 이름은 files.json에 있습니다
  history/    송달 절차의 실행 이력
${HOW.ko}

An official document that an office sent, and all there is of it

  evidence/   signed evidence of each step, from the draft to the disposal
  proofs/     that each of them stands in the public log
  receipts/   sealed PDFs: that of the registration is the document itself, the others are receipts for people
  content/    what was written and to whom, while it is kept
  files/      attachments; files.json has their names
  history/    how it was delivered, step by step
${HOW.en}
`;
