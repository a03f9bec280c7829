import type {ComponentChildren} from 'preact';
import {useId, useLayoutEffect, useRef} from 'preact/hooks';
import {common} from '../i18n/common';
import {say} from '../i18n/lang';
import {Button} from './button';

type DialogProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly sheet?: true;
  /** What closing gives up, when it must not happen by a slip of the hand: it names the button, and Escape does nothing. */
  readonly leave?: string;
  /** What closing means, where it is more than that. */
  readonly close?: string;
};

/** The browser's own modal dialog: it keeps the focus, Escape closes it, the focus goes back after. */
export function Dialog({title, onClose, children, sheet, leave, close}: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the next frame: whoever presses Escape at once closes it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={leave ? 'alone' : sheet && 'sheet'}
      aria-labelledby={id}
      onCancel={e => leave && e.preventDefault()}
      onClose={onClose}
    >
      <div class="stack">
        <h2 id={id} tabIndex={-1} autoFocus>
          {title}
        </h2>
        {children}
        <Button onClick={() => box.current?.close()}>{leave ?? close ?? say(common).close}</Button>
      </div>
    </dialog>
  );
}

type ConfirmProps = {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
};

/** Asks before something that cannot be undone, and names it on the button. */
export function Confirm({title, text, yes, onYes, onClose}: ConfirmProps) {
  const act = () => {
    onYes();
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <Button look="danger" onClick={act}>
        {yes}
      </Button>
    </Dialog>
  );
}
