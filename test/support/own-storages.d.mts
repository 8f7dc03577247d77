export function noteStorages(): void;
export function closeStorages(): void;
