using Microsoft.Extensions.AI;
using NeuralNet.Data;
using NeuralNet.Onnx;

namespace NeuralNet.Text.Tests;

/// <summary>The programs of docs/sentences.md, word for word between the marks.</summary>
internal static class SentencesPage
{
    public static (SentenceEncoder Encoder, Tensor Vectors) Encode()
    {
        // <page>
        Model network = OnnxModel.Load("model.onnx");
        var encoder = new SentenceEncoder(network, Tokenizer.FromWordPiece("vocab.txt"), column: "review");
        Tensor vectors = encoder.Encode(["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]);
        // </page>
        return (encoder, vectors);
    }

    public static (Evaluation Result, ClassPrediction Prediction) Classifier(SentenceEncoder encoder)
    {
        // <page>
        Table training = Table.ReadCsv("train.csv"), test = Table.ReadCsv("test.csv");

        Model classifier = encoder.WithHead(new Sequential(encoder.Dimension, seed: 1, name: "head").Dense(2, "softmax"));
        classifier.Labels = training.CategoriesOf("opinion");
        IReadOnlyList<Tensor> tokens = classifier.Encode(training);
        Tensor labels = training.ToLabels("opinion");

        encoder.Model.Freeze();
        classifier.Compile(new Adam(0.03f), "sparse_categorical_crossentropy", "accuracy");
        classifier.Fit(tokens, [labels], epochs: 40);

        encoder.Model.Unfreeze();
        classifier.Compile(new Adam(5e-5f), "sparse_categorical_crossentropy", "accuracy");
        classifier.Fit(tokens, [labels], epochs: 2, batchSize: 16);

        classifier.Save("reviews.safetensors");
        Model loaded = Model.Load("reviews.safetensors", new CustomObjects().AddNeuralNetText());
        ClassPrediction prediction = loaded.PredictClass(new Row { ["review"] = "What a lovely story!" });
        // </page>
        return (classifier.Evaluate(classifier.Encode(test), [test.ToLabels("opinion", classifier.Labels!)]), prediction);
    }

    public static async Task<GeneratedEmbeddings<Embedding<float>>> Generate(SentenceEncoder encoder)
    {
        // <page>
        IEmbeddingGenerator<string, Embedding<float>> generator = encoder;
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["What a lovely story!", "A dull film."]);
        // </page>
        return embeddings;
    }
}
