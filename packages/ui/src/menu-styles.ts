/** Shared looks of everything that drops down: selects, menus, popovers, comboboxes. */
export const menuSurface =
  "z-50 overflow-auto rounded-md bg-raised p-1 text-13 text-text shadow-pop data-[state=open]:animate-pop focus:outline-none";

export const menuItem =
  "relative flex min-h-10 cursor-default items-center gap-2 rounded-xs px-2 py-1 outline-none select-none data-disabled:text-subtle data-highlighted:bg-tint md:min-h-8 [&_svg]:size-4 [&_svg]:shrink-0 [&>svg]:text-muted";
