import {signal, useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {common} from '../i18n/common';
import {say} from '../i18n/lang';
import {Button, ButtonLink} from './button';

type Way = {readonly href: string; readonly label: string};
type Toast = {readonly id: number; readonly text: string; readonly undo?: () => void; readonly way?: Way};

const toasts = signal<readonly Toast[]>([]);
let last = 0;

const drop = (id: number) => {
  toasts.value = toasts.value.filter(t => t.id !== id);
};

/** Says what just happened, with a way to look at it. One with an undo stays until it is answered; others leave after 8 s. */
export function toast(text: string, undo?: () => void, way?: Way): void {
  last += 1;
  const t: Toast = {id: last, text, ...(undo && {undo}), ...(way && {way})};
  toasts.value = [...toasts.value.filter(other => other.undo && other.text !== text).slice(-1), t]; // the newest, and one to undo
  if (!undo) setTimeout(() => drop(t.id), 8000);
}

export function Toasts() {
  const words = say(common);
  // The region stands before there are words in it: a screen reader says what comes into it, not what comes with it.
  const here = useSignal(false);
  useEffect(() => void (here.value = true), []);
  return (
    <div class="toasts" role="status">
      {(here.value ? toasts.value : []).map(t => (
        <div class="toast" key={t.id}>
          <span>{t.text}</span>
          {t.undo && (
            <Button
              look="plain"
              onClick={() => {
                t.undo?.();
                drop(t.id);
              }}
            >
              {words.undo}
            </Button>
          )}
          {t.way ? (
            <ButtonLink look="plain" href={t.way.href}>
              {t.way.label}
            </ButtonLink>
          ) : (
            <Button look="plain" onClick={() => drop(t.id)}>
              {words.close}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
