import { useWords } from '../words';
import type { Topic } from './help';

/** What a topic says below its title. */
export function TopicWords({ topic }: { topic: Topic }) {
  const { say } = useWords();
  return (
    <>
      <p>{say(topic.lead)}</p>
      <ol>
        {topic.steps.map((step) => (
          <li key={step.en}>{say(step)}</li>
        ))}
      </ol>
      {topic.notes.map((note) => (
        <p key={note.en} className="help-note">
          {say(note)}
        </p>
      ))}
    </>
  );
}
