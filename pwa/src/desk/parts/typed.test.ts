import {beforeEach, expect, test, vi} from 'vitest';
import {watchForms, type Forms} from './typed';

// As much of a document as the forms are followed by.
class FakeElement {
  readonly dataset: Record<string, string> = {};
  isConnected = true;
  holds = 'empty';
  closest() {
    return this;
  }
}
vi.stubGlobal('Element', FakeElement);

let heard: Record<string, (e: unknown) => void>;
let forms: Forms;
let form: FakeElement;
const happen = (name: string, target = form) => heard[name]?.({target});

beforeEach(() => {
  heard = {};
  const root = {
    addEventListener: (name: string, hear: (e: unknown) => void) => (heard[name] = hear),
    removeEventListener: (name: string) => delete heard[name],
  };
  forms = watchForms(root as unknown as Document, f => (f as unknown as FakeElement).holds);
  form = new FakeElement();
});

function type(words: string, into = form): void {
  happen('focusin', into);
  into.holds = words;
  happen('input', into);
}

test('nothing was typed: nobody is asked', () => {
  happen('focusin');
  happen('click');
  expect(forms.typed()).toBe(false);
});

test('typed work is asked for, until it is saved', () => {
  type('deux pains');
  expect(forms.typed()).toBe(true);
  happen('saved');
  expect(forms.typed()).toBe(false);
  type('trois pains'); // the form stays, and is written on again
  expect(forms.typed()).toBe(true);
});

test('typed and taken back is nothing', () => {
  type('deux pains');
  type('empty');
  expect(forms.typed()).toBe(false);
});

test('what the screen fills in by itself is nobody’s work', () => {
  happen('focusin');
  form.holds = 'the list came';
  expect(forms.typed()).toBe(false);
});

test('a press that adds a shop is work', () => {
  happen('pointerdown');
  happen('click');
  form.holds = 'one shop';
  expect(forms.typed()).toBe(true);
});

test('a form that is gone, given up or loose asks for nothing', () => {
  type('a');
  form.isConnected = false;
  expect(forms.typed()).toBe(false);
  const other = new FakeElement();
  type('b', other);
  forms.forget();
  expect(forms.typed()).toBe(false);
  const password = new FakeElement();
  password.dataset['loose'] = '';
  type('secret', password);
  expect(forms.typed()).toBe(false);
});

test('one of two forms holds typed work', () => {
  happen('focusin', new FakeElement());
  type('a');
  expect(forms.typed()).toBe(true);
  forms.stop();
  expect(heard).toEqual({});
});
