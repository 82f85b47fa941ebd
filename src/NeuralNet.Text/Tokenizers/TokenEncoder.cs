using System.Globalization;

namespace NeuralNet.Text;

/// <summary>
/// An encoder of texts for models on tokens, such as BERT: the token ids of a column, and on request the mask and types that such models
/// take.
/// <code>
/// Tokenizer tokenizer = Tokenizer.FromJson("tokenizer.json");
/// var encoder = new TokenEncoder("text", tokenizer, maxLength: 128);
/// Model model = new Sequential(encoder).Embedding(tokenizer.VocabularySize, 64).GlobalAveragePooling1D().Dense(2, "softmax");
/// ClassPrediction prediction = model.PredictClass(new Row { ["text"] = "what a film" });
/// </code>
/// A model's file has the whole tokenizer, so that <c>Model.Load(path, new CustomObjects().AddNeuralNetText())</c> needs no other file.
/// </summary>
/// <remarks>
/// The inputs have the shape (rows, length), where the length is that of the longest row, or <paramref name="maxLength"/> if all rows are
/// padded to it. The padding is the token that the tokenizer tells, else [PAD] or &lt;pad&gt;, else the id 0.
/// </remarks>
/// <param name="column">The name of the column of texts.</param>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="pairColumn">The name of the column of the second texts of pairs; none by default.</param>
/// <param name="maxLength">
/// The maximum number of tokens, special tokens included; 512 by default. Of longer texts the end is left out, of pairs that of the longer
/// text.
/// </param>
/// <param name="padToMaxLength">Whether all rows have <paramref name="maxLength"/> tokens; false by default.</param>
/// <param name="inputNames">
/// The inputs of the model in their order, by Hugging Face's names: <c>input_ids</c>, <c>attention_mask</c> with 1 for tokens and 0 for
/// padding, and <c>token_type_ids</c> with 1 for the second text of a pair; only <c>input_ids</c> by default.
/// </param>
/// <exception cref="ArgumentException">An input has another name, occurs twice, or there is none; the columns are the same.</exception>
/// <exception cref="ArgumentOutOfRangeException">The maximum leaves no token beside the special ones.</exception>
[Configurable]
public sealed partial class TokenEncoder(
    string column, Tokenizer tokenizer, string? pairColumn = null, int maxLength = 512, bool padToMaxLength = false,
    string[]? inputNames = null) : InputEncoder
{
    private const string Ids = "input_ids", Mask = "attention_mask", Types = "token_type_ids";

    private readonly string column = !string.IsNullOrEmpty(column)
        ? column
        : throw new ArgumentException("The column has no name.", nameof(column));

    private readonly Tokenizer tokenizer = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));

    private readonly string? pairColumn = pairColumn != column
        ? pairColumn
        : throw new ArgumentException($"The pair's second text is the column '{column}', which is that of the first.", nameof(pairColumn));

    private readonly int maxLength = RequireLength(maxLength, tokenizer, pairColumn is not null);
    private readonly string[] inputNames = RequireNames(inputNames ?? [Ids]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => pairColumn is null ? [column] : [column, pairColumn];

    /// <inheritdoc/>
    public override IReadOnlyList<EncodedInput> Inputs =>
    [
        .. inputNames.Select(name => new EncodedInput(name, padToMaxLength ? maxLength : Shape.Open, FeaturesOf(name))),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> EncodeCore(IRows rows)
    {
        var tokens = new List<Token>[rows.RowCount];
        int length = padToMaxLength ? maxLength : 1;
        for (int row = 0; row < tokens.Length; row++)
        {
            tokens[row] = TokensOf(rows, row);
            length = Math.Max(length, tokens[row].Count);
        }

        Tensor[] tensors = Array.ConvertAll(inputNames, _ => new Tensor([tokens.Length, length]));
        for (int i = 0; i < inputNames.Length; i++)
            Fill(tensors[i], inputNames[i], tokens);
        return tensors;
    }

    private static Tokenizer ReadTokenizer(Configuration configuration)
    {
        string json = configuration.GetString("tokenizer") ?? throw new FormatException("The setting 'tokenizer' is missing.");
        try
        {
            return Tokenizer.Parse(json);
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException($"The setting 'tokenizer' is wrong: {exception.Message}", exception);
        }
    }

    private static int RequireLength(int maxLength, Tokenizer tokenizer, bool isPair)
    {
        int special = tokenizer.TokenizeTo(null, "", isPair ? "" : null, addSpecialTokens: true).Count;
        return maxLength > special && maxLength <= Vocabulary.MaxSize
            ? maxLength
            : throw new ArgumentOutOfRangeException(nameof(maxLength), maxLength.ToString(CultureInfo.InvariantCulture),
                FormattableString.Invariant($"'maxLength' must be from {special + 1}, a token beside the {special} special ones, to ")
                + FormattableString.Invariant($"{Vocabulary.MaxSize}."));
    }

    private static string[] RequireNames(string[] names)
    {
        string[] copy = [.. names];
        return copy.Length > 0 && copy.Distinct().Count() == copy.Length && Array.TrueForAll(copy, name => name is Ids or Mask or Types)
            ? copy
            : throw new ArgumentException($"'inputNames' must be one or several of '{Ids}', '{Mask}' and '{Types}', each at most once; "
                + $"it is [{string.Join(", ", copy)}].", nameof(inputNames));
    }

    private void WriteTokenizer(Configuration configuration) => configuration.Set("tokenizer", tokenizer.ToJson());

    private EncodedFeature[] FeaturesOf(string input)
    {
        if (!padToMaxLength)
            return [new EncodedFeature(input, Columns)];
        var features = new EncodedFeature[maxLength];
        for (int i = 0; i < features.Length; i++)
            features[i] = new EncodedFeature(FormattableString.Invariant($"{input}[{i}]"), Columns);
        return features;
    }

    private List<Token> TokensOf(IRows rows, int row)
    {
        var truncation = new Truncation(maxLength, IsLeft: tokenizer.Truncation?.IsLeft ?? false);
        return tokenizer.TokenizeTo(truncation, TextOf(rows, row, column), pairColumn is null ? null : TextOf(rows, row, pairColumn),
            addSpecialTokens: true);
    }

    private static string TextOf(IRows rows, int row, string name)
    {
        Column texts = rows.FindColumn(name)!;
        if (texts.Type is not (ColumnType.Text or ColumnType.Category))
            throw new ArgumentException($"The column '{name}' has values of the type {texts.Type}, which are no texts to tokenize.");
        return !texts.IsMissing(row)
            ? texts.GetText(row)
            : throw new ArgumentException($"The column '{name}' has no text in {rows.DescribeRow(row)}. Leave the row out, or give it an "
                + "empty text.");
    }

    private void Fill(Tensor tensor, string input, List<Token>[] tokens)
    {
        int length = tensor.Shape[1];
        int padding = input == Ids ? PaddingId : input == Types ? tokenizer.Padding?.TypeId ?? 0 : 0;
        tensor.AsSpan().Fill(padding);
        for (int row = 0; row < tokens.Length; row++)
        {
            int start = tokenizer.Padding?.IsLeft == true ? length - tokens[row].Count : 0;
            Span<float> values = tensor.Row(row)[start..];
            for (int i = 0; i < tokens[row].Count; i++)
                values[i] = input switch { Ids => tokens[row][i].Id, Types => tokens[row][i].TypeId, _ => 1 };
        }
    }

    private int PaddingId => tokenizer.Padding?.Id ?? tokenizer.IdOf("[PAD]") ?? tokenizer.IdOf("<pad>") ?? 0;
}
