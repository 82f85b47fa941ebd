using NeuralNet.Text;

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
}
