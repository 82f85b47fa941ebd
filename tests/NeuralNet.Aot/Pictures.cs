using NeuralNet.Images;

namespace NeuralNet.Aot;

/// <summary>Pictures written, read, and read as the classes of a folder.</summary>
internal static class Pictures
{
    public static void Run(string folder)
    {
        string pictures = Path.Combine(folder, "pictures");
        foreach ((string name, float brightness) in (ReadOnlySpan<(string, float)>)[("dark", 10), ("light", 200)])
        {
            Directory.CreateDirectory(Path.Combine(pictures, name));
            var picture = new Tensor([4, 6, 3]);
            picture.AsSpan().Fill(brightness);
            foreach (string file in (ReadOnlySpan<string>)["a.png", "b.jpg", "c.bmp"])
                Picture.Save(picture, Path.Combine(pictures, name, file));
            Require.SameBits(picture, Picture.Load(Path.Combine(pictures, name, "a.png")));
        }

        var data = new ImageFolder(pictures, imageSize: (4, 6), seed: 1);
        Sequential model = new Sequential(new Shape(4, 6, 3), seed: 1).Rescaling(1 / 255f).Flatten().Dense(2, "softmax");
        model.Labels = data.ClassNames;
        model.Compile(new Adam(0.05f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(data, new FitOptions { Epochs = 30, Verbose = Verbosity.Silent });
        Require.True(model.Evaluate(data)["accuracy"] == 1);
    }
}
