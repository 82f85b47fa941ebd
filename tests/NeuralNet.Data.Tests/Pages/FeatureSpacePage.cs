namespace NeuralNet.Data.Tests;

/// <summary>The programs of docs/feature-space.md, word for word between the marks.</summary>
internal static class FeatureSpacePage
{
    public static (ClassPrediction Prediction, Evaluation Result, FeatureSpace Space) FirstProgram()
    {
        // <page>
        Table training = Table.ReadCsv("train.csv"), test = Table.ReadCsv("test.csv");

        FeatureSpace space = new FeatureSpace()
            .FloatNormalized("age", missing: MissingValues.Median)
            .FloatRescaled("income", scale: 1e-5f)
            .FloatDiscretized("height", numBins: 4)
            .StringCategorical("job", missing: MissingValues.OwnCategory)
            .StringHashed("city", numBins: 8)
            .DatePart("since", DatePart.Month)
            .Cross(["job", "height"], crossingDim: 16)
            .Adapt(training);

        Sequential model = new Sequential(space, seed: 1)
            .Dense(16, "relu")
            .Dense(2, "softmax");
        model.Labels = training.CategoriesOf("bought");
        model.Compile("adam", "sparse_categorical_crossentropy", "accuracy");
        model.Fit(training.ToDataset(space, "bought", model.Labels), new FitOptions { Epochs = 20 });
        Evaluation result = model.Evaluate(test.ToDataset(space, "bought", model.Labels));

        model.Save("model.safetensors");
        Model loaded = Model.Load("model.safetensors");
        ClassPrediction prediction = loaded.PredictClass(new Row
        {
            ["age"] = 39,
            ["income"] = 52_000,
            ["height"] = 1.75,
            ["job"] = null,
            ["city"] = "Bern",
            ["since"] = new DateTime(2026, 3, 1),
        });
        // </page>
        return (prediction, result, space);
    }

    public static Model Embedding(Table training)
    {
        // <page>
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .FloatNormalized("age", missing: MissingValues.Mean)
            .StringCategorical("job", outputMode: IndexOutputMode.Int, missing: MissingValues.OwnCategory)
            .Adapt(training);
        int jobs = ((CategoricalFeature)space.Features[1]).CategoryCount;

        Input age = new(1), job = new(1);
        Node output = age.Concatenate(job.Embedding(jobs, 4).Flatten()).Dense(1, "sigmoid");
        var model = new Model([age, job], [output]) { Encoders = [space] };
        // </page>
        return model;
    }
}
