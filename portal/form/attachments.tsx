import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { api, ask } from '../api/client';
import { Refused } from '../api/problem';
import { useTroubleWords } from '../parts/states';
import { useWords } from '../words';
import type { AttachmentRule } from './attachment-rule';
import type { Attached } from './draft';
import { endingsOf } from './endings';
import { upload } from './upload';

const SCAN_EVERY_MS = 3_000;

interface Sending {
  key: string;
  file: File;
  rule: string;
  progress: number;
  error?: unknown;
}

/** The files that go with a document: each rule with what is there, what is on its way, and what went wrong. */
export function Attachments({
  rules,
  attached,
  faults,
  onAdd,
  onRemove,
  onScanned,
}: {
  rules: AttachmentRule[];
  attached: Attached[];
  faults: string[];
  onAdd(file: Attached): void;
  onRemove(upload: string): void;
  onScanned(upload: string, scan: Attached['scan']): void;
}) {
  const { t, say } = useWords();
  const [sending, setSending] = useState<Sending[]>([]);
  const change = (key: string, by: Partial<Sending>) =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...by } : one)));
  const drop = (key: string) => setSending((all) => all.filter((one) => one.key !== key));
  const send = async ({ key, file, rule }: Pick<Sending, 'key' | 'file' | 'rule'>) => {
    try {
      const { id, name, bytes, scan } = await upload(file, key, (progress) => change(key, { progress }));
      onAdd({ upload: id, rule, file: name, bytes, scan });
      drop(key);
    } catch (error) {
      change(key, { error });
    }
  };
  const begin = (files: FileList, rule: string) => {
    for (const file of files) {
      const one: Sending = { key: crypto.randomUUID(), file, rule, progress: 0 };
      setSending((all) => [...all, one]);
      void send(one);
    }
  };
  if (rules.length === 0) return null;
  return (
    <section className="form-section" id="attachments" tabIndex={-1}>
      <h2>{t('attachments.title')}</h2>
      {faults.map((fault) => (
        <p key={fault} className="field-error">
          {fault}
        </p>
      ))}
      {rules.map((rule) => (
        <Rule
          key={rule.name}
          rule={rule}
          title={say(rule.title)}
          count={attached.filter((one) => one.rule === rule.name).length}
          onFiles={(files) => begin(files, rule.name)}
        >
          {attached
            .filter((one) => one.rule === rule.name)
            .map((one) => (
              <li key={one.upload} className="file">
                <span className="file-name">{one.file}</span> <Scan file={one} onScanned={onScanned} />
                <button
                  type="button"
                  className="link-button link-danger"
                  onClick={() => onRemove(one.upload)}
                >
                  {t('attachments.remove', { file: one.file })}
                </button>
              </li>
            ))}
          {sending
            .filter((one) => one.rule === rule.name)
            .map((one) => (
              <OnItsWay
                key={one.key}
                sending={one}
                onAgain={() => {
                  change(one.key, { progress: 0, error: undefined });
                  void send(one);
                }}
                onDrop={() => drop(one.key)}
              />
            ))}
        </Rule>
      ))}
    </section>
  );
}

function Rule({
  rule,
  title,
  count,
  onFiles,
  children,
}: {
  rule: AttachmentRule;
  title: string;
  count: number;
  onFiles(files: FileList): void;
  children: React.ReactNode;
}) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {title}
        {rule.required ? null : <span className="optional"> {t('form.optional')}</span>}
      </label>
      <p className="hint" id={`${id}-hint`}>
        {t('attachments.rule', {
          types: endingsOf(rule.types),
          size: Math.floor(rule.maxBytes / 1_048_576),
          count: rule.maxCount,
        })}
      </p>
      <ul className="files">{children}</ul>
      {count < rule.maxCount ? (
        <input
          id={id}
          className="input"
          type="file"
          multiple={rule.maxCount - count > 1}
          accept={rule.types.join()}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            if (event.target.files !== null) onFiles(event.target.files);
            event.target.value = '';
          }}
        />
      ) : null}
    </div>
  );
}

function OnItsWay({ sending, onAgain, onDrop }: { sending: Sending; onAgain(): void; onDrop(): void }) {
  const { t } = useWords();
  const words = useTroubleWords();
  const { file, progress, error } = sending;
  if (error === undefined)
    return (
      <li className="file">
        <span className="file-name">{file.name}</span>{' '}
        <progress value={progress} aria-label={t('attachments.sending', { file: file.name })} />
      </li>
    );
  return (
    <li className="file">
      <span className="file-name">{file.name}</span>
      <p className="field-error" role="alert">
        {words(error)}
      </p>
      {error instanceof Refused ? null : (
        <button type="button" className="button button-secondary" onClick={onAgain}>
          {t('attachments.again', { file: file.name })}
        </button>
      )}{' '}
      <button type="button" className="link-button" onClick={onDrop}>
        {t('attachments.remove', { file: file.name })}
      </button>
    </li>
  );
}

/** What the malware scan said; looked at again while it has not. */
function Scan({
  file,
  onScanned,
}: {
  file: Attached;
  onScanned(upload: string, scan: Attached['scan']): void;
}) {
  const { t } = useWords();
  const { data } = useQuery({
    queryKey: ['upload', file.upload],
    queryFn: () => ask(api.GET('/v1/uploads/{id}', { params: { path: { id: file.upload } } })),
    enabled: file.scan === 'pending',
    refetchInterval: SCAN_EVERY_MS,
  });
  const scan = data?.scan ?? file.scan;
  useEffect(() => {
    if (scan !== file.scan) onScanned(file.upload, scan);
  }, [scan, file, onScanned]);
  return (
    <span className={scan === 'infected' ? 'tag tag-error' : 'tag'} role="status">
      {t(`scan.${scan}`)}
    </span>
  );
}
