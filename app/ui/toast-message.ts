export interface ToastMessage {
  readonly tone?: "good" | "bad";
  readonly title: string;
  readonly detail?: string | undefined;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface ShownToast extends ToastMessage {
  readonly id: number;
}
