namespace NeuralNet.Text;

/// <summary>A part of a template: special tokens, or one of the texts.</summary>
/// <param name="Sequence">The number of the text, 0 or 1; null for special tokens.</param>
/// <param name="TypeId">The type of the tokens; null leaves that of the text.</param>
/// <param name="Ids">The ids of the special tokens.</param>
/// <param name="Tokens">The special tokens.</param>
internal sealed record TemplatePart(int? Sequence, int? TypeId, int[] Ids, string[] Tokens)
{
    public static TemplatePart Text(int sequence, int? typeId) => new(sequence, typeId, [], []);

    public static TemplatePart Special(int id, string token, int typeId) => new(null, typeId, [id], [token]);
}
