namespace NeuralNet.Text;

/// <summary>A token of a text, as <see cref="Tokenizer.Tokenize"/> returns it.</summary>
/// <param name="Id">The id in the vocabulary.</param>
/// <param name="Text">The token as the vocabulary has it, such as <c>##ing</c> or <c>Ġworld</c>.</param>
/// <param name="Start">The index of the first UTF-16 code unit of the text that the token stands for.</param>
/// <param name="End">
/// The index behind the last code unit. A token that stands for no part of the text, such as <c>[CLS]</c>, has the start and end 0.
/// </param>
/// <param name="TypeId">
/// The number of the text of a pair: 0 for the first text, and 1 for the second where the model tells them apart.
/// </param>
/// <param name="IsSpecial">Whether the post-processor of the tokenizer added the token, or its padding did.</param>
/// <param name="IsPadding">Whether the token is padding, which an attention mask leaves out.</param>
public readonly record struct Token(
    int Id, string Text, int Start, int End, int TypeId = 0, bool IsSpecial = false, bool IsPadding = false);
