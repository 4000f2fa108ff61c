"""A client that was never tried while the sandbox was written: aiogram works against it unchanged."""

import pytest

from bot.sandbox import Sandbox, serve

pytestmark = [pytest.mark.loopback, pytest.mark.long]
PDF = b"%PDF-1.7 minh chung"


async def test_aiogram_fetches_sends_a_keyboard_answers_and_downloads(sandbox: Sandbox, lan: int):
    # Imported by this test alone: aiogram builds 700 models, which would cost every process of a run 4 s of CPU.
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import TelegramBadRequest
    from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

    async with serve(sandbox) as url:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        async with Bot(sandbox.token, session=session) as bot:
            sandbox.send_file(lan, PDF, "báo cáo.pdf", "application/pdf")
            (update,) = await bot.get_updates(timeout=5)
            content = await bot.download(update.message.document.file_id)
            assert content.read() == PDF

            keyboard = InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text="Đã xong", callback_data="done:1")]]
            )
            sent = await bot.send_message(lan, "Việc 1", reply_markup=keyboard)
            callback = sandbox.press(lan, sent.message_id, "done:1")
            (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
            assert await bot.answer_callback_query(pressed.callback_query.id, text="Đã ghi")
            assert callback.answered
            await bot.send_document(lan, BufferedInputFile(PDF, "tổng hợp.pdf"))
            assert sandbox.messages_to(lan)[-1].document.name == "tổng hợp.pdf"
            with pytest.raises(TelegramBadRequest, match="chat not found"):
                await bot.send_message(1, "x")
