import { expect, test } from "vitest";
import { redactor, replaceTexts } from "./eraser.ts";

const redact = redactor({ keys: ["user-42", "ann@shop.example"], names: ["Ann Lee"] });

test.for([
  ["Added user-42 to the targets", "Added [erased] to the targets"],
  ["user-42, user-421 and super_user-42", "[erased], user-421 and super_user-42"],
  ["as ANN@shop.example asked.", "as [erased] asked."],
  ["Ann Lee's flag", "[erased]'s flag"],
  ["Annabel Lee", "Annabel Lee"],
  ["nobody", "nobody"],
])("%s", ([text, left]) => {
  expect(redact(text!)).toBe(left);
});

test("leaves text as it is where nothing is known of a person", () => {
  expect(redactor({ keys: [], names: [""] })("anything")).toBe("anything");
});

test("replaces whole texts at any depth, and nothing else", () => {
  const texts = new Map([["user-42", "erased-1"]]);
  expect(replaceTexts({ targets: [{ keys: ["user-42", "user-421"] }], on: true, none: null }, texts)).toEqual(
    {
      targets: [{ keys: ["erased-1", "user-421"] }],
      on: true,
      none: null,
    },
  );
});
