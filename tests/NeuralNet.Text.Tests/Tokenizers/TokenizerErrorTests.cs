using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet.Text.Tests;

/// <summary>Tests that files and texts of any kind give a clear error or the documented result.</summary>
public sealed class TokenizerErrorTests
{
    /// <summary>Each line: the path of a setting, its value, and a part of the message.</summary>
    [Theory]
    [InlineData("normalizer", """{"type": "Precompiled"}""", "'normalizer': the normalizer 'Precompiled' is none that is read. Known are: BertNormalizer,")]
    [InlineData("normalizer", """{"type": "Sequence", "normalizers": [{"type": "Nmt"}]}""", "'normalizer.normalizers[0]': the normalizer 'Nmt'")]
    [InlineData("normalizer", """{"type": "Replace", "pattern": {"Regex": "("}, "content": ""}""", "'normalizer.pattern': the regular expression '('")]
    [InlineData("normalizer", """{"type": "Prepend"}""", "'normalizer': the setting 'prepend' is missing")]
    [InlineData("normalizer", """{"type": "BertNormalizer", "lowercase": 1}""", "'normalizer.lowercase' should be true or false; it is 1")]
    [InlineData("normalizer", """{"type": "\ud800"}""", "'normalizer.type' has half of a surrogate pair")]
    [InlineData("pre_tokenizer", """{"type": "UnicodeScripts"}""", "the pre-tokenizer 'UnicodeScripts'")]
    [InlineData("pre_tokenizer", """{"type": "Split", "pattern": {"String": "a"}, "behavior": "Gone"}""", "'pre_tokenizer.behavior' should be one of Removed,")]
    [InlineData("pre_tokenizer", """{"type": "Metaspace", "replacement": "ab"}""", "'pre_tokenizer.replacement' should be one character")]
    [InlineData("pre_tokenizer", """{"type": "Metaspace", "replacement": "_", "prepend_scheme": "last"}""", "should be one of always, first, never")]
    [InlineData("pre_tokenizer", "[]", "'pre_tokenizer' should be an object; it is []")]
    [InlineData("post_processor", """{"type": "Own"}""", "the post-processor 'Own'")]
    [InlineData("post_processor", """{"type": "BertProcessing", "cls": ["[CLS]", 2], "sep": ["[SEP]"]}""", "'post_processor.sep' should be a token and its id")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [], "pair": [], "special_tokens": {}}""", "'post_processor.single': the text A must occur once")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[X]", "type_id": 0}}], "pair": [], "special_tokens": {}}""", "the token '[X]' is none of the special_tokens")]
    [InlineData("decoder", """{"type": "CTC"}""", "the decoder 'CTC'")]
    [InlineData("truncation", """{"max_length": -1}""", "'truncation.max_length' should be a whole number from 0")]
    [InlineData("truncation", """{"max_length": 8, "strategy": "None"}""", "should be one of LongestFirst, OnlyFirst, OnlySecond")]
    [InlineData("padding", """{"strategy": {"Fixed": 2000000000}}""", "'padding.strategy.Fixed' should be a whole number from 0 to 1048576")]
    [InlineData("padding", """{"strategy": "Longest"}""", "'padding.strategy' should be BatchLongest or")]
    [InlineData("added_tokens", """[{"id": 16777216, "content": "a"}]""", "'added_tokens[0].id' should be a whole number from 0 to 16777215")]
    [InlineData("added_tokens", """[{"id": 1}]""", "'added_tokens[0]': the setting 'content' is missing")]
    [InlineData("model", """{"type": "Own"}""", "'model': the model 'Own' is none that is read. Known are: BPE, Unigram, WordLevel, WordPiece")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {}}""", "'model.vocab': the vocabulary has no tokens")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"a": 0}}""", "the vocabulary lacks the token of unknown words, '[UNK]'")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"a": 1.5}}""", "'model.vocab' should be a whole number from 0 to 16777215; it is 1.5")]
    [InlineData("model", """{"type": "WordPiece", "vocab": {"\udc00": 0}}""", "has half of a surrogate pair")]
    [InlineData("model", """{"type": "BPE", "vocab": {}, "merges": []}""", "'model.vocab': the vocabulary has no tokens")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": ["a b"]}""", "'model.merges': the token 'ab' of a merge is not in the vocabulary")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["ab"]}""", "'model.merges[0]' should be two tokens without spaces")]
    [InlineData("model", """{"type": "BPE", "dropout": 0.1, "vocab": {"a": 0}, "merges": []}""", "'model.dropout': merges that are left out at random")]
    [InlineData("model", """{"type": "Unigram", "vocab": []}""", "'model.vocab': the vocabulary has 0 tokens")]
    [InlineData("model", """{"type": "Unigram", "vocab": [["a"]]}""", "'model.vocab[0]' should be a token and its score")]
    [InlineData("model", """{"type": "Unigram", "vocab": [["a", -1]], "unk_id": 1}""", "'model.unk_id' should be a whole number from 0 to 0")]
    [InlineData("model", "null", "the setting 'model' is missing")]
    public void WrongSettingsAreNamed(string name, string value, string message)
    {
        var file = new StringBuilder("{\n");
        if (name != "model")
            file.Append("""  "model": {"type": "WordLevel", "vocab": {"<unk>": 0}},""");
        file.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"{name}\": {value}\n}}");
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => Tokenizer.FromJson(new MemoryStream(Encoding.UTF8.GetBytes(file.ToString()))));
        Assert.StartsWith("tokenizer.json: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextsThatAreNoJsonAreRefusedWithTheirLine()
    {
        Assert.Contains("tokenizer.json, line 2: the file is no valid JSON", Assert.Throws<InvalidDataException>(
            () => Tokenizer.Parse("{\n\"model\": }")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Tokenizer.Parse(""));
        Assert.Throws<InvalidDataException>(() => Tokenizer.Parse(new string('[', 100_000)));
        Assert.Contains("the file should be an object; it is [1]", Assert.Throws<InvalidDataException>(
            () => Tokenizer.Parse("[1]")).Message, StringComparison.Ordinal);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(path, "{}");
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Tokenizer.FromJson(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A file in which values were exchanged is read or refused, and what is read encodes texts or says why not.</summary>
    [Theory]
    [InlineData("bert-uncased")]
    [InlineData("llama2")]
    [InlineData("llama3")]
    [InlineData("unigram")]
    [InlineData("clip")]
    public void DamagedFilesAreReadOrRefused(string name)
    {
        string json = ReferenceText(name);
        var random = new RandomStream(1);
        string[] values = ["null", "0", "-1", "1e99", "16777215", "\"\"", "\"a\"", "[]", "{}", "true", "[[]]", "\"\\u0000\""];
        for (int trial = 0; trial < 150; trial++)
        {
            JsonNode root = JsonNode.Parse(json)!;
            for (int i = random.NextInt32(2); i >= 0; i--)
                Damage(root, random, values);
            TryUse(root.ToJsonString());
        }
    }

    [Fact]
    public void UnpairedSurrogatesAreReplaced()
    {
        foreach (string name in new[] { "bert-uncased", "gpt2", "llama2", "unigram", "whitespace" })
        {
            Tokenizer tokenizer = Tokenizer.Parse(ReferenceText(name));
            Assert.Equal(tokenizer.Encode("a\uFFFDb \uFFFD"), tokenizer.Encode("a\uD83Db \uDE00"));
            Assert.Equal(tokenizer.Tokenize("a\uFFFDb \uFFFD"), tokenizer.Tokenize("a\uD83Db \uDE00"));
            Assert.Equal(tokenizer.Encode("\uFFFD\uFFFD", "\uFFFD"), tokenizer.Encode("\uDE00\uD83D", "\uD83D"));
        }
    }

    /// <summary>Each of 40 normalizers doubles the text.</summary>
    [Fact]
    public void ATextThatNormalizersBlowUpIsRefused()
    {
        string replacements = string.Join(", ", Enumerable.Repeat("""{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}""", 40));
        Tokenizer tokenizer = Tokenizer.Parse($$$"""
            {
              "normalizer": {"type": "Sequence", "normalizers": [{{{replacements}}}]},
              "model": {"type": "WordLevel", "vocab": {"<unk>": 0}}
            }
            """);
        Assert.Contains("more than 134217728 characters", Assert.Throws<InvalidOperationException>(
            () => tokenizer.Encode("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExpressionThatTakesExponentialTimeIsRefused()
    {
        var pattern = new RegexPattern(new System.Text.RegularExpressions.Regex(
            "(a+)+b", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromMilliseconds(50)));
        Assert.Contains("'(a+)+b' of the tokenizer took", Assert.Throws<InvalidOperationException>(
            () => pattern.FindMatches(new string('a', 60), new TextRange(0, 60), [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralThreadsEncodeAtOnce()
    {
        foreach (string name in new[] { "bert-uncased", "gpt2", "unigram" })
        {
            Tokenizer tokenizer = Tokenizer.Parse(ReferenceText(name));
            string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"hello world {i} unbelievable tokenization é语")];
            int[][] expected = Array.ConvertAll(texts, text => tokenizer.Encode(text)), actual = new int[texts.Length][];
            Parallel.For(0, texts.Length, i => actual[i] = tokenizer.Encode(texts[i]));
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData("bert-uncased", 10_000_000)]
    [InlineData("gpt2", 500_000)]
    [InlineData("llama2", 1_000_000)]
    [InlineData("unigram", 1_000_000)]
    public void LongTextsAreEncoded(string name, int length)
    {
        Tokenizer tokenizer = Tokenizer.Parse(ReferenceText(name));
        foreach (string part in new[] { "hello world, ", "é", " ", "<s" })
        {
            string text = string.Concat(Enumerable.Repeat(part, length / 4 / part.Length));
            Assert.True(tokenizer.Encode(text).Length > 0);
        }
    }

    [Fact]
    public void IdsOutsideTheVocabularyAreRefused()
    {
        Tokenizer tokenizer = Tokenizer.Parse(ReferenceText("gpt2"));
        string message = $"The vocabulary has no id {tokenizer.VocabularySize}; its ids are from 0 to {tokenizer.VocabularySize - 1}.";
        Refused(() => tokenizer.TokenOf(tokenizer.VocabularySize));
        Refused(() => tokenizer.Decode([0, tokenizer.VocabularySize]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
        Assert.Null(tokenizer.IdOf("none of the tokens"));
        Assert.Equal("<|endoftext|>", tokenizer.TokenOf(tokenizer.IdOf("<|endoftext|>")!.Value));
        Assert.Equal("", tokenizer.Decode([]));
        Assert.Throws<ArgumentNullException>(() => tokenizer.Encode(null!));
        Assert.Throws<ArgumentNullException>(() => tokenizer.Encode("a", (string)null!));
        Assert.Throws<ArgumentNullException>(() => tokenizer.IdOf(null!));

        void Refused(Func<string> read) =>
            Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "none of the 0 lines is the token '[UNK]'")]
    [InlineData("[UNK]\n[CLS]\na\n", "none of the 3 lines is the token '[SEP]'")]
    [InlineData("[UNK]\n[CLS]\n[SEP]\n\xFF\n", "line 1 or one soon behind it has bytes that are not UTF-8")]
    public void BadVocabulariesOfWordPieceAreRefused(string latin1, string message)
    {
        var vocabulary = new MemoryStream(Encoding.Latin1.GetBytes(latin1));
        var exception = Assert.Throws<InvalidDataException>(() => Tokenizer.FromWordPiece(vocabulary));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "", "vocab.json: 'the file': the vocabulary has no tokens")]
    [InlineData("{\"a\": 0", "", "vocab.json, line 1: the file is no valid JSON")]
    [InlineData("{\"a\": 0, \"b\": 1}", "#version: 0.2\na b\n", "merges.txt, line 2: 'a b' should be two tokens of the vocabulary that make a third one")]
    [InlineData("{\"a\": 0, \"aa\": 1}", "a a\na\n", "merges.txt, line 2: 'a' should be two tokens")]
    public void BadFilesOfBytePairsAreRefused(string vocabulary, string merges, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Tokenizer.FromBytePair(
            new MemoryStream(Encoding.UTF8.GetBytes(vocabulary)), new MemoryStream(Encoding.UTF8.GetBytes(merges))));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>As Hugging Face reads them: the spaces are no part of the tokens.</summary>
    [Fact]
    public void WhiteSpaceAtTheEndOfLinesIsNoPartOfTokens()
    {
        Tokenizer tokenizer = Tokenizer.FromWordPiece(new MemoryStream("[UNK] \n[CLS]\t\n[SEP]\nhello  \r\n##s\u00A0"u8.ToArray()));
        Assert.Equal([1, 3, 4, 2], tokenizer.Encode("hellos"));
        Assert.Equal("hello", tokenizer.TokenOf(3));
    }

    [Fact]
    public void ATruncationOfTheSecondTextNamesItsAbsence()
    {
        Tokenizer tokenizer = Tokenizer.Parse("""
            {
              "truncation": {"max_length": 2, "strategy": "OnlySecond", "stride": 0, "direction": "Right"},
              "pre_tokenizer": {"type": "Whitespace"},
              "model": {"type": "WordLevel", "vocab": {"<unk>": 0, "a": 1}, "unk_token": "<unk>"}
            }
            """);
        Assert.Equal([1, 1], tokenizer.Encode("a a"));
        Assert.Equal([1, 1], tokenizer.Encode("a", "a a a"));
        Assert.Contains("The text has 3 tokens, special tokens included, and the truncation of the tokenizer allows 2. It shortens only the second "
            + "text of a pair (OnlySecond), and there is none.", Assert.Throws<ArgumentException>(
            () => tokenizer.Encode("a a a")).Message, StringComparison.Ordinal);
    }

    private static void TryUse(string json)
    {
        Tokenizer tokenizer;
        try
        {
            tokenizer = Tokenizer.Parse(json);
        }
        catch (InvalidDataException exception)
        {
            Assert.StartsWith("tokenizer.json", exception.Message, StringComparison.Ordinal);
            return;
        }

        try
        {
            foreach (string text in new[] { "", "Hello, world 12 é 语 🙂 <s> [SEP]" })
            {
                tokenizer.Encode(text);
                tokenizer.Decode(tokenizer.Tokenize(text, "the pair").Select(token => token.Id), skipSpecialTokens: false);
            }
        }
        catch (Exception exception) when (exception.Message.Contains("of the tokenizer", StringComparison.Ordinal)
            || exception.Message.StartsWith("The vocabulary has no id", StringComparison.Ordinal)
            || exception.Message.Contains("text of the pair has too few tokens", StringComparison.Ordinal))
        {
            // A damaged file may lack the token for unknown texts, or have a template with ids that the vocabulary lacks.
            Assert.True(exception is InvalidOperationException or ArgumentException);
        }
    }

    /// <summary>Exchanges a value somewhere in the tree.</summary>
    private static void Damage(JsonNode node, RandomStream random, string[] values)
    {
        while (true)
        {
            int count = node is JsonObject members ? members.Count : node is JsonArray items ? items.Count : 0;
            if (count == 0)
                return;
            int index = random.NextInt32(count);
            string? name = (node as JsonObject)?.GetAt(index).Key;
            JsonNode? child = name is not null ? node[name] : node[index];
            if (child is JsonValue or null || random.NextInt32(4) == 0)
            {
                JsonNode? value = JsonNode.Parse(values[random.NextInt32(values.Length)]);
                if (name is not null)
                    node[name] = value;
                else
                    node[index] = value;
                return;
            }

            node = child;
        }
    }

    private static string ReferenceText(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", $"{name}.json")));
        return document.RootElement.GetProperty("tokenizer").GetRawText();
    }
}
