namespace NeuralNet.Text.Tests;

/// <summary>The programs of docs/tokenizers.md, word for word between the marks.</summary>
internal static class TokenizersPage
{
    public static (int[] Ids, string Text) Tokens()
    {
        // <page>
        Tokenizer tokenizer = Tokenizer.FromJson("tokenizer.json");
        int[] ids = tokenizer.Encode("the film was good");
        string text = tokenizer.Decode(ids);

        foreach (Token token in tokenizer.Tokenize("the film was good"))
            Console.WriteLine($"{token.Id} {token.Text} {token.Start}..{token.End}");
        // </page>
        return (ids, text);
    }

    public static (ClassPrediction Prediction, TokenEncoder Pairs) Inputs(Tokenizer tokenizer)
    {
        // <page>
        var encoder = new TokenEncoder("review", tokenizer, maxLength: 128);
        Sequential model = new Sequential(encoder, seed: 1)
            .Embedding(tokenizer.VocabularySize, 16)
            .GlobalAveragePooling1D()
            .Dense(2, "softmax");
        model.Labels = ["bad", "good"];
        model.Save("reviews.safetensors");

        Model loaded = Model.Load("reviews.safetensors", new CustomObjects().AddNeuralNetText());
        ClassPrediction prediction = loaded.PredictClass(new Row { ["review"] = "the film was good" });

        var pairs = new TokenEncoder("question", tokenizer, pairColumn: "answer", maxLength: 384,
            inputNames: ["input_ids", "attention_mask", "token_type_ids"]);
        // </page>
        return (prediction, pairs);
    }

    public static (WordVectors Vectors, Embedding Frozen, Embedding Trained) Words()
    {
        // <page>
        string[] vocabulary = ["", "[UNK]", "film", "good", "bad"];
        WordVectors vectors = WordVectors.LoadGlove("glove.6B.100d.txt", vocabulary);
        Console.WriteLine($"{vectors.Count} words have a vector of {vectors.Dimension} elements; {string.Join(", ", vectors.Missing)} have none.");

        Embedding frozen = vectors.ToEmbedding(vocabulary, maskZero: true);
        Embedding trained = vectors.ToEmbedding(vocabulary, trainable: true, missing: MissingVectors.Random, seed: 1);
        // </page>
        return (vectors, frozen, trained);
    }
}
