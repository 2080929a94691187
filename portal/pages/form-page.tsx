import { Link, useParams } from 'react-router';
import { type FormDefinition, useForm } from '../form/definition';
import { endingsOf } from '../form/endings';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { usePeriodWords } from '../parts/period';
import { Loading, Trouble } from '../parts/states';
import { useWords } from '../words';

/** Before one begins: what the form is for, who decides, how long it takes, what to have at hand. */
export function FormPage() {
  const { form: id = '' } = useParams();
  const { t, say } = useWords();
  const form = useForm(id);
  const period = usePeriodWords();
  if (form.isPending)
    return (
      <Page title={t('form.title')}>
        <Loading />
      </Page>
    );
  if (form.isError)
    return (
      <Page title={t('form.title')}>
        <Trouble error={form.error} again={() => void form.refetch()} />
      </Page>
    );
  const { definition } = form.data;
  return (
    <Page title={say(definition.title)} lead={say(definition.description)}>
      <dl className="facts">
        <div>
          <dt>{t('form.decides')}</dt>
          <dd>
            <Deciding routing={definition.routing} />
          </dd>
        </div>
        <div>
          <dt>{t('form.takes')}</dt>
          <dd>{period(definition.period)}</dd>
        </div>
        <div>
          <dt>{t('form.law')}</dt>
          <dd>{say(definition.legalBasis)}</dd>
        </div>
        <div>
          <dt>{t('form.attach')}</dt>
          <dd>
            {definition.attachments.length === 0 ? (
              t('form.attach_nothing')
            ) : (
              <ul>
                {definition.attachments.map((rule) => (
                  <li key={rule.name}>
                    {say(rule.title)} ({endingsOf(rule.types)})
                    {rule.required ? null : ` ${t('form.optional')}`}
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      </dl>
      {form.data.inForce ? (
        <p>
          <Link className="button" to={`/forms/${id}/fill`}>
            {t('form.begin')}
          </Link>
        </p>
      ) : (
        <div className="notice">
          <p>{t('problem.form.not_in_force')}</p>
        </div>
      )}
    </Page>
  );
}

function Deciding({ routing }: { routing: FormDefinition['routing'] }) {
  const { t } = useWords();
  const name = useOfficeName();
  if (routing.kind === 'fixed') return name(routing.office);
  const codes = routing.kind === 'chosen' ? routing.offices : Object.values(routing.offices);
  const names = [...new Set(codes)].map(name).join(' · ');
  return routing.kind === 'chosen' ? t('form.chosen', { names }) : t('form.by_field', { names });
}
