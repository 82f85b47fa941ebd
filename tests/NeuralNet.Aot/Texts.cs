using Microsoft.Extensions.AI;
using NeuralNet.Text;
using NeuralNet.Text.Tests;

namespace NeuralNet.Aot;

/// <summary>A classifier of texts, trained, saved, loaded and explained.</summary>
internal static class Texts
{
    public static void Run(string folder)
    {
        string path = Path.Combine(folder, "texts.safetensors");
        TextClassifier classifier = TextClassifier.Train(
            ["a good film", "very good", "a bad film", "too bad"], ["good", "good", "bad", "bad"], new TextClassifierOptions
            {
                Seed = 1,
                Fit = new FitOptions { Epochs = 50, Verbose = Verbosity.Silent },
            });
        classifier.Save(path);
        TextClassifier loaded = TextClassifier.Load(path);
        Require.True(loaded.Predict("What a good story!").Name == "good");
        Require.True(loaded.Explain("a bad story").Words.MaxBy(word => word.Contribution).Word == "bad");
        Require.SameBits(classifier.PredictProbabilities(["good", "bad"]), loaded.PredictProbabilities(["good", "bad"]));

        TextVectorization unicode = new TextVectorization(unicode: true, outputMode: TextOutputMode.TfIdf).Adapt(["\u00C4RGER, \u00E4rger!"]);
        Require.True(unicode.GetVocabulary(includeSpecialTokens: false) is ["\u00E4rger"]);
    }

    /// <summary>Tokenizers of each kind, also read again from their JSON.</summary>
    public static void RunTokenizers(string folder)
    {
        string vocabulary = Path.Combine(folder, "vocab.txt"), pairs = Path.Combine(folder, "vocab.json");
        string merges = Path.Combine(folder, "merges.txt");
        File.WriteAllLines(vocabulary, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "film", "##s"]);
        File.WriteAllText(pairs, """{"a": 0, "b": 1, "ab": 2}""");
        File.WriteAllText(merges, "a b\n");
        Tokenizer wordPiece = Tokenizer.FromWordPiece(vocabulary), bytePair = Tokenizer.FromBytePair(pairs, merges);
        Require.True(wordPiece.Encode("Good films!") is [2, 4, 5, 6, 1, 3] && Tokenizer.Parse(wordPiece.ToJson()).Encode("films") is [2, 5, 6, 3]);
        Require.True(bytePair.Encode("aba") is [2, 0] && Tokenizer.Parse(bytePair.ToJson()).Decode([2, 0]) == "aba");
        RunSentences(wordPiece);
        byte[] model = SentencePieceFile.Write([("<unk>", 0), ("<s>", 0), ("</s>", 0), ("\u2581", -1), ("a", -2), ("\u2581a", -3)], modelType: 1);
        Tokenizer sentencePiece = Tokenizer.FromSentencePiece(new MemoryStream(model));
        Require.True(sentencePiece.Decode(sentencePiece.Encode("a a")) == "a a");
    }

    /// <summary>Vectors of sentences by a small network.</summary>
    private static void RunSentences(Tokenizer tokenizer)
    {
        var ids = new Input([null], seed: 1, name: "input_ids");
        var encoder = new SentenceEncoder(new Model(ids, ids.Embedding(7, 4)), tokenizer);
        Tensor vectors = encoder.Encode(["good films", "good"]);
        Require.True(vectors.Shape is [2, 4] && Math.Abs(vectors.Row(0).ToArray().Sum(value => value * value) - 1) < 1e-5);
        IEmbeddingGenerator<string, Embedding<float>> generator = encoder;
        Require.True(generator.GenerateAsync(["good"]).GetAwaiter().GetResult()[0].Vector.Length == 4);
    }
}
