import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { HelpButton } from '../help/help-button';

/** One page: its title in the window and as heading, which takes the focus when somebody came here by a link. */
export function Page({
  title,
  lead,
  wide,
  children,
}: {
  title: string;
  lead?: ReactNode;
  wide?: true;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrivedBy = useNavigationType();
  // Only the address changed: whoever works on the page stays where they are.
  const stays = (useLocation().state as { stays?: true } | null)?.stays === true;
  useEffect(() => {
    document.title = `${title} · Gongmun`;
  }, [title]);
  useEffect(() => {
    // The first page of a visit begins at its top, as everywhere.
    if (arrivedBy === 'POP' || stays) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [arrivedBy, stays]);
  return (
    <main id="main" className={wide ? 'page page-wide' : 'page'}>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <HelpButton />
      </div>
      {lead === undefined ? null : <p className="lead">{lead}</p>}
      {children}
    </main>
  );
}
