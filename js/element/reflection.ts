/** A class of custom elements whose properties reflect its attributes. */
export interface ReflectingElement {
  prototype: HTMLElement;
  /** Names of all attributes. */
  observedAttributes: readonly string[];
  /** Names of the boolean attributes. */
  flags?: readonly string[];
  /** Names of properties without an attribute that are undefined until they are set. */
  fields?: readonly string[];
}

/**
 * Defines a property for each attribute, in camel case: a boolean for those in `flags`, otherwise the text, or null without
 * the attribute. Frameworks set a property if the element has it, and would else write `false` and functions as text.
 */
export function reflectAttributes({
  prototype,
  observedAttributes,
  flags = [],
  fields = [],
}: ReflectingElement): void {
  for (const attribute of observedAttributes) {
    const isFlag = flags.includes(attribute);
    Object.defineProperty(
      prototype,
      attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
      {
        get(this: HTMLElement) {
          return isFlag ? this.hasAttribute(attribute) : this.getAttribute(attribute);
        },
        set(this: HTMLElement, value: unknown) {
          if (isFlag) this.toggleAttribute(attribute, Boolean(value));
          else if (value === null || value === undefined) this.removeAttribute(attribute);
          else this.setAttribute(attribute, value as string);
        },
      },
    );
  }
  for (const name of fields) Object.assign(prototype, { [name]: undefined });
}
