"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import { type ComponentProps, createContext, useContext } from "react";
import { cn } from "./lib/cn";

export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-sm text-13 font-medium leading-none whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:bg-sunken disabled:text-subtle disabled:shadow-none disabled:inset-ring disabled:inset-ring-border aria-disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        default:
          "bg-raised text-text shadow-control inset-ring inset-ring-border hover:bg-hover [&_svg]:text-muted",
        primary: "bg-accent text-on-accent shadow-control hover:bg-accent-hover",
        ghost:
          "text-muted hover:bg-hover hover:text-text disabled:bg-transparent disabled:inset-ring-0 disabled:opacity-50",
        danger:
          "bg-raised text-danger shadow-control inset-ring inset-ring-border hover:bg-danger-soft",
        "danger-solid": "bg-danger text-on-danger shadow-control hover:opacity-90",
        link: "h-auto! px-0! text-accent underline-offset-3 hover:underline",
      },
      size: {
        default: "h-10 px-3 md:h-8",
        sm: "h-9 px-2.5 md:h-7",
        lg: "h-11 px-4 text-14 md:h-10",
        icon: "size-10 p-0 md:size-8",
        "icon-sm": "size-9 p-0 md:size-7",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

const QuietContext = createContext(false);

/**
 * Takes the colour from primary buttons inside: for a header whose action an empty state offers as
 * well, so that a page keeps one primary button.
 */
export const QuietButtons = QuietContext.Provider;

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  asChild?: boolean;
  /** Shows a spinner, keeps the width and refuses clicks. The label stays readable. */
  pending?: boolean;
}

export function Button({
  className,
  variant,
  size,
  asChild = false,
  pending = false,
  type = "button",
  children,
  onClick,
  ...props
}: ButtonProps) {
  const quiet = useContext(QuietContext) && variant === "primary";
  const classes = cn(buttonVariants({ variant: quiet ? "default" : variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type}
      className={classes}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      {...props}
    >
      {pending ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}

/** A square button with an icon; its name is for those who cannot see the icon. */
export function IconButton({
  label,
  className,
  size = "icon",
  variant = "ghost",
  ...props
}: Omit<ButtonProps, "aria-label"> & { label: string }) {
  return (
    <Button aria-label={label} size={size} variant={variant} className={className} {...props} />
  );
}
