namespace NeuralNet.Text.Tests;

/// <summary>Tests the encoder of texts for models on tokens. The ids of the vocabulary are the lines of <see cref="Lines"/>.</summary>
public sealed class TokenEncoderTests : IDisposable
{
    private const string Lines = "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\ngood\r\nbad\r\nfilm\r\n##s\r\nthe\r\n";

    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    private static Tokenizer Tokenizer => Text.Tokenizer.FromWordPiece(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Lines)));

    public void Dispose() => File.Delete(path);

    [Fact]
    public void IdsMaskAndTypesOfAPairAreInTheGivenOrder()
    {
        var encoder = new TokenEncoder("question", Tokenizer, pairColumn: "answer", inputNames: ["attention_mask", "input_ids", "token_type_ids"]);
        IReadOnlyList<Tensor> inputs = encoder.EncodeInputs(new Texts(("question", ["Good films", "bad"]), ("answer", ["the film", ""])));
        Assert.Equal(["attention_mask", "input_ids", "token_type_ids"], encoder.Inputs.Select(input => input.Name));
        Assert.Equal([2, 8], inputs[0].Shape);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0], inputs[0].AsSpan().ToArray());
        Assert.Equal([2, 4, 6, 7, 3, 8, 6, 3, 2, 5, 3, 3, 0, 0, 0, 0], inputs[1].AsSpan().ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0], inputs[2].AsSpan().ToArray());
    }

    [Fact]
    public void LongTextsAreShortenedAndShortOnesPadded()
    {
        var encoder = new TokenEncoder("text", Tokenizer, maxLength: 4, padToMaxLength: true);
        Assert.Equal([2, 8, 4, 3, 2, 3, 0, 0], encoder.Encode(new Texts(("text", ["the good film", ""]))).AsSpan().ToArray());
        Assert.Equal(4, encoder.Inputs[0].Features.Count);
        Assert.Equal("input_ids[3]", encoder.Inputs[0].Features[3].Name);
    }

    [Fact]
    public void TheModelsFileHasTheTokenizer()
    {
        var encoder = new TokenEncoder("text", Tokenizer, maxLength: 8);
        Model model = new Sequential(encoder, seed: 1).Embedding(encoder.Tokenizer.VocabularySize, 3).GlobalAveragePooling1D().Dense(2, "softmax");
        var row = new Row { ["text"] = "the good film" };
        float[] expected = model.Predict(row).AsSpan().ToArray();
        model.Save(path);

        Model loaded = Model.Load(path, new CustomObjects().AddNeuralNetText());
        Assert.Equal(expected, loaded.Predict(row).AsSpan().ToArray());
        TokenEncoder again = Assert.IsType<TokenEncoder>(loaded.Encoders[0]);
        Assert.Equal((8, "text", false), (again.MaxLength, again.Column, again.PadToMaxLength));
    }

    [Fact]
    public void WrongSettingsAreRefused()
    {
        Assert.Contains("from 3, a token beside the 2 special ones", Assert.Throws<ArgumentOutOfRangeException>(
            () => new TokenEncoder("text", Tokenizer, maxLength: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenEncoder("text", Tokenizer, "pair", maxLength: 3));
        Assert.Contains("[ids]", Assert.Throws<ArgumentException>(
            () => new TokenEncoder("text", Tokenizer, inputNames: ["ids"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TokenEncoder("text", Tokenizer, inputNames: []));
        Assert.Throws<ArgumentException>(() => new TokenEncoder("text", Tokenizer, inputNames: ["input_ids", "input_ids"]));
        Assert.Throws<ArgumentException>(() => new TokenEncoder("text", Tokenizer, "text"));
        Assert.Throws<ArgumentException>(() => new TokenEncoder("", Tokenizer));
        Assert.Throws<ArgumentNullException>(() => new TokenEncoder("text", null!));
    }

    [Fact]
    public void WrongRowsAreRefused()
    {
        var encoder = new TokenEncoder("text", Tokenizer);
        Assert.Contains("no column 'text'", Assert.Throws<ArgumentException>(
            () => encoder.Encode(new Row { ["other"] = "a" })).Message, StringComparison.Ordinal);
        Assert.Contains("'text' has no text in the row", Assert.Throws<ArgumentException>(
            () => encoder.Encode(new Row { ["text"] = (string?)null })).Message, StringComparison.Ordinal);
        Assert.Contains("'text' has values of the type Float64", Assert.Throws<ArgumentException>(
            () => encoder.Encode(new Row { ["text"] = 1 })).Message, StringComparison.Ordinal);
    }

    /// <summary>Columns of texts.</summary>
    private sealed class Texts(params (string Name, string[] Values)[] columns) : IRows
    {
        public int RowCount => columns[0].Values.Length;

        public IReadOnlyList<Column> Columns => [.. columns.Select(column => new TextColumn(column.Name, column.Values))];

        public Column? FindColumn(string name) => Columns.FirstOrDefault(column => column.Name == name);

        public IRows Gather(params ReadOnlySpan<int> rows) => throw new NotSupportedException();

        public string DescribeRow(int row) => $"row {row}";
    }

    private sealed class TextColumn(string name, string[] values) : Column(name, ColumnType.Text, values.Length, 0)
    {
        public override string GetText(int row) => values[row];

        public override Column Gather(params ReadOnlySpan<int> rows) => throw new NotSupportedException();

        protected override bool IsMissingCore(int row) => false;
    }
}
