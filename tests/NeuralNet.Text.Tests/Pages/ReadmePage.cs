namespace NeuralNet.Text.Tests;

/// <summary>The programs of the README of the package, word for word between the marks.</summary>
internal static class ReadmePage
{
    public static (ClassPrediction Prediction, TextExplanation Explanation, TextClassifier Loaded) Classifier(
        string[] texts, string[] labels)
    {
        // <page>
        TextClassifier classifier = TextClassifier.Train(texts, labels);
        ClassPrediction prediction = classifier.Predict("Claim your free prize now!");
        TextExplanation explanation = classifier.Explain("Claim your free prize now!");
        classifier.Save("spam.safetensors");

        TextClassifier loaded = TextClassifier.Load("spam.safetensors");
        // </page>
        return (prediction, explanation, loaded);
    }

    public static (Tensor Indices, Tensor Output) Vectorization(string[] texts)
    {
        // <page>
        TextVectorization vectorization = new TextVectorization(maxTokens: 20_000, outputSequenceLength: 200).Adapt(texts);
        Sequential model = new Sequential(vectorization, seed: 1)
            .Embedding(vectorization.VocabularySize, 32, maskZero: true)
            .GlobalAveragePooling1D()
            .Dense(2, "softmax");
        Tensor indices = vectorization.Encode("Claim your free prize now!");
        Tensor output = model.Predict(new Row { ["text"] = "Claim your free prize now!" });
        // </page>
        return (indices, output);
    }
}
