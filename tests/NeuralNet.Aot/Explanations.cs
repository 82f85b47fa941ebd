using System.Text.Json;
using NeuralNet.Explainability;

namespace NeuralNet.Aot;

/// <summary>Runs every kind of explanation and checks its sum.</summary>
internal static class Explanations
{
    public static void Run()
    {
        (Sequential model, Tensor x, Tensor y) = Data.TrainedOnClouds();
        Features features = new("across", "up");
        Tensor row = x.Row(0).ToArray();
        Explainer[] explainers =
        [
            new KernelShap(model.Predict, x, features: features), new ExactShapley(model.Predict, x, features),
                new DeepShap(model, x, features),
            new GradientShap(model, x, samples: 50, features: features), new IntegratedGradients(model, features: features),
            new Lime(model.Predict, x, samples: 500, features: features),
            new Lime(model.Predict, x, samples: 500, regression: LocalRegression.Lasso(), features: features),
            new Occlusion(model.Predict, features), new Saliency(model, features), new InputXGradient(model, features),
            new SmoothGrad(new Saliency(model, features), samples: 5),
        ];
        double prediction = model.Predict(row.Reshape([1, 2]))[0, 0];
        foreach (Explainer explainer in explainers)
        {
            Attribution attribution = explainer.Explain(row, output: 0, seed: 1);
            Require.Equal(prediction, attribution.Prediction, 1e-5, explainer.Method);
            Require.True(attribution.Values.All(double.IsFinite) && attribution.ToString().Contains("across", StringComparison.Ordinal), explainer.Method);
            using JsonDocument json = JsonDocument.Parse(attribution.ToJson());
            Require.True(json.RootElement.ValueKind == JsonValueKind.Object, explainer.Method);
            Require.Equal(2, explainer.ExplainRows(new float[,] { { 1, 2 }, { 2, 1 } }, output: 0, seed: 1).Count);
        }

        Attribution exact = explainers[1].Explain(row, output: 0);
        Require.Equal(exact.Prediction - exact.BaseValue!.Value, exact.Sum, 1e-5);
        PermutationImportance importance = PermutationImportance.Of(model.Predict, x, y, "accuracy", features: features);
        Require.True(importance.Means.All(mean => mean > 0));
        PartialDependence dependence = PartialDependence.Of(model.Predict, x, "across", output: 0, points: 5, features: features);
        Require.True(dependence.Mean[^1] > dependence.Mean[0]);
    }

    public static void RunNeurons()
    {
        (Sequential model, Tensor x, _) = Data.TrainedOnClouds();
        Require.True(new ActivationRecorder(model).Record(x)["dense"].Shape.Equals(new Shape(90, 8)));
        Require.Equal(90, DeadNeuronReport.Of(model, x).Rows);
        Require.Equal(3, MaxActivatingInputs.Of(model, x, "dense", 0, count: 3).Count);
        Require.True(float.IsFinite(ActivationMaximization.Of(model, "dense_1", 0, steps: 10).Activation));
    }
}
