using NeuralNet.Data;
using NeuralNet.Keras;

namespace NeuralNet.Text.Tests;

/// <summary>The programs of docs/text.md, word for word between the marks.</summary>
internal static class TextPage
{
    public static ClassPrediction Classifier(string[] texts, string[] labels)
    {
        // <page>
        TextClassifier classifier = TextClassifier.Train(texts, labels);
        ClassPrediction prediction = classifier.Predict("What a lovely story!");
        classifier.Save("reviews.safetensors");

        TextClassifier loaded = TextClassifier.Load("reviews.safetensors");
        foreach (ClassPrediction other in loaded.PredictProbabilities("A dull film, and a lovely one."))
            Console.WriteLine(other);
        Console.WriteLine(loaded.Explain("What a lovely story!"));
        // </page>
        return prediction;
    }

    public static Evaluation Options(string[] texts, string[] labels, string[] testTexts, string[] testLabels)
    {
        // <page>
        TextClassifier classifier = TextClassifier.Train(texts, labels, new TextClassifierOptions
        {
            Vectorization = new TextVectorization(maxTokens: 5_000, outputMode: TextOutputMode.TfIdf, unicode: true),
            CreateModel = (text, classes) => new Sequential(text, seed: 1)
                .Dropout(0.2f)
                .Dense(16, "relu")
                .Dense(classes, "softmax"),
            Fit = new FitOptions { Epochs = 30, ValidationSplit = 0.2, Callbacks = [new EarlyStopping(patience: 5)] },
            Seed = 1,
        });
        Evaluation result = classifier.Evaluate(testTexts, testLabels);
        // </page>
        return result;
    }

    public static (Evaluation Result, ClassPrediction Prediction) Encoder()
    {
        // <page>
        Table training = Table.ReadCsv("train.csv"), test = Table.ReadCsv("test.csv");

        TextVectorization vectorization = new TextVectorization(maxTokens: 20_000, outputSequenceLength: 100, column: "review")
            .Adapt(training);
        Sequential model = new Sequential(vectorization, seed: 1)
            .Embedding(vectorization.VocabularySize, 16, maskZero: true)
            .GlobalAveragePooling1D()
            .Dense(2, "softmax");
        model.Labels = training.CategoriesOf("opinion");
        model.Compile(new Adam(0.02f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(training.ToDataset(vectorization, "opinion", model.Labels), new FitOptions { Epochs = 20 });
        Evaluation result = model.Evaluate(test.ToDataset(vectorization, "opinion", model.Labels));

        model.Save("opinions.safetensors");
        Model loaded = Model.Load("opinions.safetensors", new CustomObjects().AddNeuralNetText());
        ClassPrediction prediction = loaded.PredictClass(new Row { ["review"] = "Two lovely friends." });
        // </page>
        return (result, prediction);
    }

    public static ClassPrediction KerasFile()
    {
        // <page>
        Model model = KerasModel.Load("reviews.keras", new CustomObjects().AddNeuralNetText());
        ClassPrediction prediction = model.PredictClass(new Row { ["review"] = "A lovely story." });
        // </page>
        return prediction;
    }
}
