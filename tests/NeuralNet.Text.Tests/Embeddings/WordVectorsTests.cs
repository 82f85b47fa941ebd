using System.IO.Compression;
using System.Text;

namespace NeuralNet.Text.Tests;

/// <summary>Tests vectors of words from files.</summary>
public sealed class WordVectorsTests : IDisposable
{
    private const string Glove = "the 0.5 -1 2e-1\n. . . 1 2 3\nking 4 5 6\nthe 9 9 9\ncafé 7 8 9\n";

    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.vectors");

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData(false, "\n")]
    [InlineData(true, "\n")]
    [InlineData(false, "\r\n")]
    public void VectorsOfGloveAreThoseOfTheWords(bool isCompressed, string lineEnd)
    {
        Write(Encoding.UTF8.GetBytes(Glove.Replace("\n", lineEnd, StringComparison.Ordinal)), isCompressed);
        WordVectors vectors = WordVectors.LoadGlove(path, ["the", "café", ". . .", "queen", "the"]);
        Assert.Equal((3, 3), (vectors.Dimension, vectors.Count));
        Assert.Equal([0.5f, -1, 0.2f], vectors["the"].ToArray());
        Assert.Equal([7, 8, 9], vectors["café"].ToArray());
        Assert.Equal([1, 2, 3], vectors[". . ."].ToArray());
        Assert.Equal(["queen"], vectors.Missing);
        Assert.False(vectors.Contains("king"));
        Assert.Contains("'king' has no vector", Assert.Throws<KeyNotFoundException>(() => vectors["king"].Length).Message, StringComparison.Ordinal);
    }

    /// <summary>word2vec writes a space at the end of each line; fastText too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void VectorsOfTextFilesOfWord2VecAreThoseOfTheWords(bool isCompressed)
    {
        Write("3 2\n</s> 0.25 0.5 \nking 1 2 \nqueen -3 4 \n"u8, isCompressed);
        WordVectors vectors = WordVectors.LoadWord2Vec(path, ["queen", "</s>"]);
        Assert.Equal((2, 2), (vectors.Dimension, vectors.Count));
        Assert.Equal([-3, 4], vectors["queen"].ToArray());
        Assert.Equal([0.25f, 0.5f], vectors["</s>"].ToArray());
    }

    /// <summary>The tool of word2vec writes a line break behind each vector, the published vectors have none.</summary>
    [Theory]
    [InlineData("\n", false)]
    [InlineData("", false)]
    [InlineData("", true)]
    public void VectorsOfBinaryFilesOfWord2VecAreThoseOfTheWords(string separator, bool isCompressed)
    {
        Write(Binary(separator, count: 100, dimension: 7), isCompressed);
        WordVectors vectors = WordVectors.LoadWord2Vec(path, ["word99", "word0", "word10", "other"]);
        Assert.Equal((7, 3), (vectors.Dimension, vectors.Count));
        Assert.Equal(VectorOf(99, 7), vectors["word99"].ToArray());
        Assert.Equal(VectorOf(0, 7), vectors["word0"].ToArray());
        Assert.Equal(VectorOf(10, 7), vectors["word10"].ToArray());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("the 1 2\nking 1\n", "line 2: a word and 2 elements should stand here; there are 2 parts: 'king 1'")]
    [InlineData("the 1 2\nking 1 2 3\n", "line 2: a word and 2 elements should stand here; there are more: 'king 1 2 3'")]
    [InlineData("the 1 2\nking 1 x\n", "line 2: the element 1, 'x', is no finite number")]
    [InlineData("the 1 2\nking NaN 1\n", "line 2: the element 0, 'NaN', is no finite number")]
    [InlineData("the 1 2\nking 1e99 1\n", "line 2: the element 0, '1e99', is no finite number")]
    [InlineData("the 1 2\n\nking 1 2\n", "line 2: a word and 2 elements should stand here")]
    [InlineData("the\n", "line 1: a vector would have 0 elements")]
    [InlineData("the\t1\t2\n", "line 1: there are tabs between the parts; files of word vectors have spaces")]
    [InlineData("the\t1 2\n", "line 1: there are tabs between the parts")]
    [InlineData("the 1 2\nking\t1\t2\n", "line 2: there are tabs between the parts")]
    [InlineData("2 3\nthe 1 2 3\n", "line 1: two whole numbers are the header of a file of word2vec. Load it by LoadWord2Vec")]
    public void BadFilesOfGloveNameTheLine(string text, string message)
    {
        Write(Encoding.UTF8.GetBytes(text), isCompressed: false);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => WordVectors.LoadGlove(path, ["king"]));
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("the 1 2\n", "line 1: 'the 1 2' should be the number of words and the number of elements")]
    [InlineData("1\t2\nking\t1\t2\n", "line 1: there are tabs between the parts")]
    [InlineData("1 2\nking\t1\t2\n", "line 2: there are tabs between the parts")]
    [InlineData("2 2\nking 1 2\n\n", "line 3: a word and 2 elements should stand here")]
    [InlineData("-1 2\nking 1 2\n", "line 1: '-1 2' should be the number of words")]
    [InlineData("1 0\nking\n", "line 1: a vector would have 0 elements")]
    [InlineData("1 2000000000\nking 1 2\n", "line 1: a vector would have 2000000000 elements")]
    [InlineData("9000000000000 2\nking 1 2\n", "tells 9000000000000 words, and the file ends after 1")]
    [InlineData("1 2\nking 1 2\nqueen 1 2\n", "line 3: the first line tells 1 words, and the file has more")]
    [InlineData("2 2\nking 1\nqueen 1 2\n", "line 2: a word and 2 elements should stand here; there are 2 parts")]
    [InlineData("2 3\nking 1\nқәз 1 2\n", "line 2: a word and 3 elements should stand here; there are 2 parts")]
    public void BadFilesOfWord2VecNameTheLine(string text, string message)
    {
        Write(Encoding.UTF8.GetBytes(text), isCompressed: false);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => WordVectors.LoadWord2Vec(path, ["king"]));
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A byte order mark is no part of the first word, and blank lines may end a file.</summary>
    [Theory]
    [InlineData("\uFEFF", "")]
    [InlineData("", "\n")]
    [InlineData("\uFEFF", "\r\n \r\n")]
    public void MarksAndBlankLinesAroundTheVectorsDoNotCount(string start, string end)
    {
        Write(Encoding.UTF8.GetBytes($"{start}the 1 2\nking 3 4\n{end}"), isCompressed: false);
        WordVectors vectors = WordVectors.LoadGlove(path, ["the", "king"]);
        Assert.Equal([1, 2], vectors["the"].ToArray());
        Assert.Equal([3, 4], vectors["king"].ToArray());

        Write(Encoding.UTF8.GetBytes($"{start}2 2\nthe 1 2\nking 3 4\n{end}"), isCompressed: true);
        vectors = WordVectors.LoadWord2Vec(path, ["the", "king"]);
        Assert.Equal([1, 2], vectors["the"].ToArray());
        Assert.Equal([3, 4], vectors["king"].ToArray());
    }

    [Fact]
    public void ZipArchivesAreNamed()
    {
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (Stream entry = archive.CreateEntry("glove.txt").Open())
            entry.Write(Encoding.UTF8.GetBytes(Glove));
        foreach (Func<WordVectors> load in new Func<WordVectors>[]
            { () => WordVectors.LoadGlove(path, ["the"]), () => WordVectors.LoadWord2Vec(path, ["the"]) })
        {
            Assert.Equal($"{path}: the file is a zip archive. Unpack it first, and load the file that it contains.",
                Assert.Throws<InvalidDataException>(load).Message);
        }
    }

    [Fact]
    public void EveryTruncatedBinaryFileIsRefused()
    {
        byte[] content = Binary("", count: 3, dimension: 5);
        for (int length = 0; length < content.Length; length++)
        {
            Write(content.AsSpan(0, length), isCompressed: false);
            Assert.Throws<InvalidDataException>(() => WordVectors.LoadWord2Vec(path, ["word1"]));
        }
    }

    [Fact]
    public void EveryTruncatedGzipFileIsRefused()
    {
        Write(Encoding.UTF8.GetBytes(Glove), isCompressed: true);
        byte[] content = File.ReadAllBytes(path);
        for (int length = 0; length < content.Length; length++)
        {
            Write(content.AsSpan(0, length), isCompressed: false);
            Assert.Throws<InvalidDataException>(() => WordVectors.LoadGlove(path, ["king"]));
        }
    }

    /// <summary>A file of any bytes has vectors or is refused with its name.</summary>
    [Fact]
    public void DamagedFilesAreRefused()
    {
        byte[] binary = Binary("", count: 4, dimension: 3), text = Encoding.UTF8.GetBytes(Glove);
        var random = new RandomStream(1);
        for (int trial = 0; trial < 1000; trial++)
        {
            byte[] content = trial % 2 == 0 ? [.. binary] : [.. text];
            for (int i = random.NextInt32(4); i >= 0; i--)
                content[random.NextInt32(content.Length)] = (byte)random.NextInt32(256);
            Write(content, isCompressed: false);
            try
            {
                WordVectors vectors = trial % 2 == 0 ? WordVectors.LoadWord2Vec(path, ["word1"]) : WordVectors.LoadGlove(path, ["king"]);
                Assert.InRange(vectors.Count, 0, 1);
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void TheRowsOfTheLayerAreTheVectorsOfTheVocabulary()
    {
        Write("king 1 2\nqueen 3 6\n"u8, isCompressed: false);
        string[] vocabulary = ["", "[UNK]", "queen", "king"];
        WordVectors vectors = WordVectors.LoadGlove(path, vocabulary);
        Assert.Equal(["", "[UNK]"], vectors.Missing);
        Assert.Equal([0, 0, 0, 0, 3, 6, 1, 2], RowsOf(vectors.ToEmbedding(vocabulary)));
        Assert.Equal([0, 0, 2, 4, 3, 6, 1, 2], RowsOf(vectors.ToEmbedding(vocabulary, missing: MissingVectors.Mean)));
        Assert.Equal([0, 0, 3, 6], RowsOf(vectors.ToEmbedding(["king", "queen"], maskZero: true)));

        float[] random = RowsOf(vectors.ToEmbedding(vocabulary, missing: MissingVectors.Random, seed: 3));
        Assert.Equal(random, RowsOf(vectors.ToEmbedding(vocabulary, missing: MissingVectors.Random, seed: 3)));
        Assert.NotEqual(random, RowsOf(vectors.ToEmbedding(vocabulary, missing: MissingVectors.Random, seed: 4)));
        Assert.Equal([0, 0], random[..2]);
        Assert.All(random[2..4], value => Assert.True(value != 0 && Math.Abs(value) <= 0.05f));
        Assert.Equal([3, 6, 1, 2], random[4..]);
    }

    [Fact]
    public void TheVectorsAndTheSettingsSurviveSavingAndTraining()
    {
        Write("king 1 2\nqueen 3 6\n"u8, isCompressed: false);
        WordVectors vectors = WordVectors.LoadGlove(path, ["king", "queen"]);
        Model model = new Sequential(2, seed: 1).Add(vectors.ToEmbedding(["", "king", "queen"], maskZero: true)).GlobalAveragePooling1D().Dense(1);
        model.Compile("sgd", "mse");
        model.Fit(new float[,] { { 1, 2 }, { 2, 0 } }, new float[,] { { 1 }, { 2 } }, epochs: 2);
        float[] expected = model.Predict(new float[,] { { 1, 2 } }).AsSpan().ToArray();
        string file = path + ".safetensors";
        try
        {
            model.Save(file);
            Model loaded = Model.Load(file);
            Assert.Equal(expected, loaded.Predict(new float[,] { { 1, 2 } }).AsSpan().ToArray());
            var layer = (Embedding)loaded.Layers.First(candidate => candidate is Embedding);
            Assert.Equal((false, true, 3, 2), (layer.IsTrainable, layer.MaskZero, layer.InputDim, layer.OutputDim));
            Assert.Equal([0, 0, 1, 2, 3, 6], layer.Parameters[0].Value.AsSpan().ToArray());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Write("king 1 2\n"u8, isCompressed: false);
        WordVectors vectors = WordVectors.LoadGlove(path, []);
        Assert.Equal(0, vectors.Count);
        Assert.Throws<ArgumentException>(() => vectors.ToEmbedding([]));
        Assert.Contains("vocabulary[1] is null", Assert.Throws<ArgumentException>(() => vectors.ToEmbedding(["a", null!])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.ToEmbedding(["a"], missing: (MissingVectors)7));
        Assert.Throws<ArgumentException>(() => WordVectors.LoadGlove(path, [null!]));
        Assert.Throws<FileNotFoundException>(() => WordVectors.LoadGlove(path + "none", []));
    }

    private static float[] RowsOf(Embedding layer)
    {
        var model = new Sequential(1).Add(layer);
        return layer.Parameters[0].Value.AsSpan().ToArray();
    }

    private static byte[] Binary(string separator, int count, int dimension)
    {
        var content = new MemoryStream();
        content.Write(Encoding.ASCII.GetBytes($"{count} {dimension}\n"));
        for (int word = 0; word < count; word++)
        {
            content.Write(Encoding.ASCII.GetBytes($"word{word} "));
            foreach (float value in VectorOf(word, dimension))
                content.Write(BitConverter.GetBytes(value));
            content.Write(Encoding.ASCII.GetBytes(separator));
        }

        return content.ToArray();
    }

    private static float[] VectorOf(int word, int dimension) => [.. Enumerable.Range(0, dimension).Select(i => MathF.Sin(100 * word + i))];

    private void Write(ReadOnlySpan<byte> content, bool isCompressed)
    {
        using FileStream file = File.Create(path);
        if (!isCompressed)
        {
            file.Write(content);
            return;
        }

        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        gzip.Write(content);
    }
}
