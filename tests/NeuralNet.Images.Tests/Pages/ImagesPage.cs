using NeuralNet.Explainability;
using NeuralNet.Plotting;

namespace NeuralNet.Images.Tests;

/// <summary>The programs of docs/images.md.</summary>
internal static class ImagesPage
{
    public static (Model Model, ImageFolder Validation, ClassPrediction Prediction) Classifier()
    {
        // README
        var training = new ImageFolder("flowers", imageSize: (64, 64), seed: 1, validationSplit: 0.2, subset: Subset.Training);
        var validation = new ImageFolder("flowers", imageSize: (64, 64), seed: 1, validationSplit: 0.2, subset: Subset.Validation);

        Sequential model = new Sequential(new Shape(64, 64, 3), seed: 1)
            .Rescaling(1 / 255f)
            .Conv2D(16, 3, activation: "relu").MaxPooling2D(2)
            .Conv2D(32, 3, activation: "relu").MaxPooling2D(2)
            .Conv2D(64, 3, activation: "relu", name: "last_conv")
            .GlobalAveragePooling2D()
            .Dense(training.ClassNames.Count, "softmax");
        model.Labels = training.ClassNames;
        model.Compile(new Adam(0.003f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(training, new FitOptions { Epochs = 20, ValidationData = validation });
        model.Save("flowers.safetensors");

        ClassPrediction prediction = model.PredictClasses(training.Load("new.jpg"))[0];
        Console.WriteLine(prediction);
        // end
        return (model, validation, prediction);
    }

    public static ClassPrediction Prediction()
    {
        // README
        Model model = Model.Load("flowers.safetensors");
        Tensor picture = Picture.Load("new.jpg", imageSize: (64, 64));
        ClassPrediction prediction = model.PredictClasses(picture.Reshape([1, .. picture.Shape]))[0];
        // end
        return prediction;
    }

    public static Attribution[] Reasons(Model model, ImageFolder validation)
    {
        // README
        Tensor picture = Picture.Load("new.jpg", imageSize: (64, 64));

        Attribution gradCam = new GradCam(model, layer: "last_conv").Explain(picture);
        Plot.ImageHeatMap(gradCam).Save("grad-cam.svg");

        Attribution occlusion = new OcclusionMap(model, patch: 16, stride: 4, baseline: 128).Explain(picture);
        Plot.ImageHeatMap(occlusion).Save("occlusion.svg");
        // end

        // README
        Tensor background = validation.Elements().First().Inputs[0];
        Features grid = Features.Patches([64, 64, 3], patchHeight: 16);
        Attribution lime = new Lime(model, background, features: grid).Explain(picture, seed: 1);
        Plot.ImageHeatMap(lime).Save("lime.svg");

        Features nine = Features.Patches([64, 64, 3], patchHeight: 22);
        Attribution shapley = new ExactShapley(model, background[..1], nine).Explain(picture);
        Plot.ImageHeatMap(shapley).Save("shapley.svg");
        // end
        return [gradCam, occlusion, lime, shapley];
    }
}
