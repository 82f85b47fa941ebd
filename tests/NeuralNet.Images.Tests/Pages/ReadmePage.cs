namespace NeuralNet.Images.Tests;

/// <summary>The program of the README of the package.</summary>
internal static class ReadmePage
{
    public static void Folder(Model model)
    {
        // README
        var training = new ImageFolder("flowers", imageSize: (64, 64), validationSplit: 0.2, subset: Subset.Training);
        var validation = new ImageFolder("flowers", imageSize: (64, 64), validationSplit: 0.2, subset: Subset.Validation);
        model.Labels = training.ClassNames;
        model.Fit(training, new FitOptions { Epochs = 10, ValidationData = validation });

        Tensor picture = Picture.Load("rose.jpg", imageSize: (64, 64));
        Picture.Save(picture, "small.png");
        // end
    }
}
